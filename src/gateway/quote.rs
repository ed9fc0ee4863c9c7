/// As Go quotes text in messages (`%q`). Of the letters that Go takes for unprintable the spaces and marks that texts
/// do hold are known, not those of rare scripts, nor places without a letter.
pub(super) fn go_quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..' ' | '\u{7f}' => out += &format!("\\x{:02x}", u32::from(letter)),
            '\u{80}'..='\u{a0}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{206f}'
            | '\u{3000}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' => out += &format!("\\u{:04x}", u32::from(letter)),
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::go_quoted;

    #[test]
    fn text_is_quoted_as_go_quotes_it() {
        let text = "a\"b\\c\u{7}\u{8}\t\n\u{b}\u{c}\r\0\u{1b}\u{7f}é\u{80}\u{a0}\u{ad}\u{2028}\u{200b}世";
        assert_eq!(go_quoted(text), r#""a\"b\\c\a\b\t\n\v\f\r\x00\x1b\x7fé\u0080\u00a0\u00ad\u2028\u200b世""#);
    }
}
