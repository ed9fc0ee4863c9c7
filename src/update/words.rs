//! Numbers, durations and dates as people read them, always in UTC.

use crate::json;

/// A number with its thousands apart: `1,000`, `−1` as `-1`, fractions as they are written.
pub(super) fn grouped(literal: &str) -> String {
    let (sign, digits) = literal.strip_prefix('-').map_or(("", literal), |digits| ("-", digits));
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return literal.to_owned();
    }
    let mut out = String::from(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number that was computed, as it is written in JSON.
pub(super) fn number(value: f64) -> String {
    let mut literal = String::new();
    json::write_float(&mut literal, value);
    grouped(&literal)
}

/// A count with its noun: `1 request`, `2,000 requests`.
pub(super) fn counted(count: i64, noun: &str) -> String {
    of(&grouped(&count.to_string()), noun)
}

/// A number in words with its noun: `1 request`, `0.5 requests`.
pub(super) fn of(number: &str, noun: &str) -> String {
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

const UNITS: [(i64, &str); 5] = [(604_800, "week"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];

/// A duration in the largest unit that leaves no rest: `1 hour`, `90 seconds`, `0.5 seconds`.
pub(super) fn duration(seconds: f64) -> String {
    if seconds.fract() != 0.0 || seconds.abs() >= 9e15 {
        return format!("{} seconds", number(seconds));
    }
    let seconds = seconds as i64;
    let unit = UNITS.into_iter().find(|(length, _)| seconds != 0 && seconds % length == 0);
    let (length, name) = unit.unwrap_or((1, "second"));
    counted(seconds / length, name)
}

/// A duration after `per` or `every`, where one of a unit needs no number: `hour`, `90 seconds`.
pub(super) fn period(seconds: f64) -> String {
    let text = duration(seconds);
    text.strip_prefix("1 ").map_or(text.clone(), str::to_owned)
}

/// The way from now to another time, roughly: `in 29 days`, `3 hours ago`, `now`.
pub(super) fn relative(at: i64, now: i64) -> String {
    let distance = at.saturating_sub(now);
    let (length, name) = match distance.unsigned_abs() {
        0 => return "now".to_owned(),
        1..120 => (1, "second"),
        120..7_200 => (60, "minute"),
        7_200..172_800 => (3_600, "hour"),
        172_800..63_072_000 => (86_400, "day"),
        _ => (31_557_600, "year"),
    };
    let count = counted(distance.unsigned_abs() as i64 / length, name);
    if distance > 0 { format!("in {count}") } else { format!("{count} ago") }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date: `12 Mar 2030`.
pub(super) fn date(unix: i64) -> String {
    let (year, month, day) = civil(unix.div_euclid(86_400));
    format!("{day} {} {year}", MONTHS.get(month as usize).unwrap_or(&""))
}

/// A date and time: `12 Mar 2030, 00:00 UTC`.
pub(super) fn moment(unix: i64) -> String {
    let second = unix.rem_euclid(86_400);
    format!("{}, {:02}:{:02} UTC", date(unix), second / 3_600, second % 3_600 / 60)
}

/// Year, month from 0 and day of a day counted from 1 January 1970, in the Gregorian calendar that years of 400 repeat.
fn civil(days: i64) -> (i64, i64, i64) {
    // Counted from 1 March of the year 0, so that the leap day is the last of its year.
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12;
    (year_of_era + era * 400 + i64::from(month < 2), month, day)
}

/// A date and time, with the way to it when it is known what time it is: `12 Mar 2030, 00:00 UTC, in 3 years`.
pub(super) fn moment_from(unix: i64, now: Option<i64>) -> String {
    let distance = now.map(|now| format!(", {}", relative(unix, now))).unwrap_or_default();
    moment(unix) + &distance
}

/// Names one after the other: `a`, `a and b`, `a, b and c`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{date, duration, grouped, listed, moment, period, relative};

    #[test]
    fn numbers_durations_and_dates_read_as_people_write_them() {
        for (literal, expected) in
            [("0", "0"), ("999", "999"), ("1000", "1,000"), ("-1234567", "-1,234,567"), ("0.5", "0.5")]
        {
            assert_eq!(grouped(literal), expected);
        }
        for (seconds, text, each) in [
            (1.0, "1 second", "second"),
            (60.0, "1 minute", "minute"),
            (90.0, "90 seconds", "90 seconds"),
            (7_200.0, "2 hours", "2 hours"),
            (86_400.0, "1 day", "day"),
            (2_592_000.0, "30 days", "30 days"),
            (604_800.0, "1 week", "week"),
            (0.5, "0.5 seconds", "0.5 seconds"),
        ] {
            assert_eq!((duration(seconds).as_str(), period(seconds).as_str()), (text, each));
        }
        for (unix, day) in
            [(0, "1 Jan 1970"), (951_782_400, "29 Feb 2000"), (1_899_504_000, "12 Mar 2030"), (-1, "31 Dec 1969")]
        {
            assert_eq!(date(unix), day);
        }
        assert_eq!(moment(1_797_910_812), "22 Dec 2026, 03:40 UTC");
        for (at, text) in [(0, "now"), (90, "in 90 seconds"), (-7_200, "2 hours ago"), (2_592_000, "in 30 days")] {
            assert_eq!(relative(at, 0), text);
        }
        assert_eq!(listed(&["a".to_owned(), "b".to_owned(), "c".to_owned()]), "a, b and c");
    }
}
