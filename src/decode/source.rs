use super::View;
use crate::json::{self, Time};
use crate::session::entries::sorted;
use crate::session::{Any, Source};

/// What the typed model is read from.
impl Source for View<'_> {
    fn member(self, index: usize) -> Option<Self> {
        View::member(self, index)
    }

    fn elements(self) -> Option<impl Iterator<Item = Self>> {
        self.is_array().then(|| self.children())
    }

    fn entries(self) -> Option<impl Iterator<Item = (String, Self)>> {
        self.is_object().then(|| self.children().map(|view| (view.name().into_owned(), view)))
    }

    fn is_null(self) -> bool {
        View::is_null(self)
    }

    fn integer(self) -> Option<i64> {
        View::integer(self)
    }

    fn float(self) -> Option<f64> {
        View::number(self)
    }

    fn boolean(self) -> Option<bool> {
        View::boolean(self)
    }

    fn text(self) -> Option<String> {
        View::text(self).map(Into::into)
    }

    fn time(self) -> Option<Time> {
        View::time(self)
    }

    fn any(self) -> Any {
        let mut text = String::new();
        write_untyped(&mut text, self);
        Any(text)
    }
}

/// Writes free-form data as Go does, with sorted names, with a list of what is open instead of recursion: 10,000 levels
/// are allowed.
fn write_untyped(out: &mut String, value: View<'_>) {
    let mut open: Vec<(std::vec::IntoIter<View<'_>>, &str)> = Vec::new();
    let mut next = Some(value);
    loop {
        if let Some(view) = next {
            if view.is_object() || view.is_array() {
                let mut inside: Vec<_> = view.children().collect();
                if view.is_object() {
                    inside = sorted(inside, |one, other| one.name().cmp(&other.name()));
                }
                let (opening, closing) = if view.is_object() { ("{", "}") } else { ("[", "]") };
                out.push_str(opening);
                open.push((inside.into_iter(), closing));
            } else {
                write_scalar(out, view);
            }
        }
        let Some((inside, closing)) = open.last_mut() else { return };
        next = inside.next();
        match next {
            Some(view) => {
                if !out.ends_with(['{', '[']) {
                    out.push(',');
                }
                if view.parent().is_some_and(View::is_object) {
                    json::write_go_string(out, &view.name());
                    out.push(':');
                }
            }
            None => {
                out.push_str(closing);
                open.pop();
            }
        }
    }
}

fn write_scalar(out: &mut String, view: View<'_>) {
    match (view.text(), view.number()) {
        (Some(text), _) => json::write_go_string(out, &text),
        (None, Some(number)) => json::write_float(out, number),
        (None, None) => out.push_str(&view.literal()),
    }
}
