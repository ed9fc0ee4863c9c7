use std::fmt;

/// A date and time with its offset, as Go's `time.Time` reads it from JSON and writes it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    nanosecond: u32,
    /// Minutes east of UTC.
    offset: i32,
}

impl Default for Time {
    /// Go's zero time: 0001-01-01T00:00:00Z.
    fn default() -> Time {
        Time { year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0, offset: 0 }
    }
}

impl Time {
    /// Reads the text between the quotes of a JSON string. Like Go it wants RFC 3339 with an upper-case `T`, takes `Z`
    /// or an offset of up to 24:60, an hour of one digit, a comma for the dot of a fraction, and drops what is finer
    /// than nanoseconds; escapes are not decoded first.
    pub fn parse(text: &[u8]) -> Option<Time> {
        let mut rest = Rest(text);
        let year = rest.digits(4)?;
        let month = rest.literal(b'-')?.digits(2).filter(|month| (1..=12).contains(month))?;
        let day = rest.literal(b'-')?.digits(2).filter(|day| (1..=days_in(month, year)).contains(day))?;
        rest.literal(b'T')?;
        let hour = rest.digits(2).or_else(|| rest.digits(1)).filter(|hour| *hour < 24)?;
        let minute = rest.literal(b':')?.digits(2).filter(|minute| *minute < 60)?;
        let second = rest.literal(b':')?.digits(2).filter(|second| *second < 60)?;
        let nanosecond = rest.fraction();
        let offset = rest.offset()?;
        rest.0.is_empty().then_some(Time {
            year: year as u16,
            month: month as u8,
            day: day as u8,
            hour: hour as u8,
            minute: minute as u8,
            second: second as u8,
            nanosecond,
            offset,
        })
    }

    /// Whether it is the instant that Go takes for "not set", in whatever zone it is written.
    pub fn is_zero(&self) -> bool {
        self.nanosecond == 0 && self.seconds() == Time::default().seconds()
    }

    /// Whether Go can write it: it refuses an offset of 24 hours, which it reads (recording date_created `+24:00`:
    /// 500).
    pub fn is_writable(&self) -> bool {
        self.offset.abs() < 24 * 60
    }

    /// The beginning of the year 1 in Unix seconds, from which Go counts.
    pub const YEAR_1: i64 = -62_135_596_800;

    /// Unix seconds.
    pub fn unix(&self) -> i64 {
        self.seconds() + Time::YEAR_1
    }

    /// Seconds since 0001-01-01T00:00:00Z.
    fn seconds(&self) -> i64 {
        let (year, month) = (i64::from(self.year) - 1, u32::from(self.month));
        let days = year * 365 + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (1..month).map(|month| i64::from(days_in(month, u32::from(self.year)))).sum::<i64>()
            + i64::from(self.day)
            - 1;
        let minutes = (days * 24 + i64::from(self.hour)) * 60 + i64::from(self.minute) - i64::from(self.offset);
        minutes * 60 + i64::from(self.second)
    }
}

impl fmt::Display for Time {
    /// RFC 3339 with as many digits of the second as are needed.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Time { year, month, day, hour, minute, second, .. } = self;
        write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if self.nanosecond != 0 {
            let digits = format!("{:09}", self.nanosecond);
            write!(out, ".{}", digits.trim_end_matches('0'))?;
        }
        match self.offset {
            0 => out.write_str("Z"),
            offset => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(out, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl serde::Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<'de> serde::Deserialize<'de> for Time {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Time::parse(text.as_bytes()).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time as Go reads it"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }

    fn inline_schema() -> bool {
        true
    }
}

fn days_in(month: u32, year: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

struct Rest<'t>(&'t [u8]);

impl Rest<'_> {
    fn literal(&mut self, byte: u8) -> Option<&mut Self> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(self)
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let value = digits.iter().try_fold(0, |sum, digit| Some(sum * 10 + char::from(*digit).to_digit(10)?))?;
        self.0 = rest;
        Some(value)
    }

    fn fraction(&mut self) -> u32 {
        let ([b'.' | b',', digits @ ..], Some(b'0'..=b'9')) = (self.0, self.0.get(1)) else { return 0 };
        let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let padded = digits.iter().take(length).chain(std::iter::repeat(&b'0')).take(9);
        let nanoseconds = padded.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        self.0 = digits.get(length..).unwrap_or_default();
        nanoseconds
    }

    fn offset(&mut self) -> Option<i32> {
        if self.literal(b'Z').is_some() {
            return Some(0);
        }
        let sign = if self.literal(b'+').is_some() { 1 } else { self.literal(b'-').map(|_| -1)? };
        let hours = self.digits(2).filter(|hours| *hours <= 24)?;
        let minutes = self.literal(b':')?.digits(2).filter(|minutes| *minutes <= 60)?;
        Some(sign * (hours * 60 + minutes) as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    fn written(text: &str) -> Option<String> {
        Time::parse(text.as_bytes()).map(|time| time.to_string())
    }

    #[test]
    fn times_are_read_and_written_as_go_does() {
        for (text, expected) in [
            ("2024-05-14T13:15:46.560506+03:00", "2024-05-14T13:15:46.560506+03:00"),
            ("2024-05-14T1:15:46,5Z", "2024-05-14T01:15:46.5Z"),
            ("2024-02-29T00:00:00.1234567899-00:00", "2024-02-29T00:00:00.123456789Z"),
            ("0000-01-01T00:00:00+23:60", "0000-01-01T00:00:00+24:00"),
        ] {
            assert_eq!(written(text).as_deref(), Some(expected));
        }
        for text in [
            "",
            "2024-05-14",
            "2024-05-14 13:15:46Z",
            "2024-05-14t13:15:46Z",
            "2024-05-14T13:15:46z",
            "2024-05-14T13:15:46",
            "2024-05-14T13:15:46+0300",
            "2023-02-29T00:00:00Z",
            "2024-05-14T24:00:00Z",
            "2024-05-14T13:15:60Z",
            "12024-05-14T13:15:46Z",
            "2024-05-14T13:15:46.Z",
            "2024-05-14T13:15:46+25:00",
            "2024-05-14T13:15:46ZZ",
        ] {
            assert_eq!(written(text), None, "{text}");
        }
    }

    #[test]
    fn the_zero_time_is_an_instant_and_a_day_of_offset_cannot_be_written() {
        let time = |text: &str| Time::parse(text.as_bytes()).unwrap_or_default();
        assert!(time("0001-01-01T01:00:00+01:00").is_zero() && !time("0001-01-01T01:00:00Z").is_zero());
        assert!(!time("2024-05-14T13:15:46+24:00").is_writable() && time("2024-05-14T13:15:46-23:59").is_writable());
        assert_eq!(time("2024-05-14T13:15:46+03:00").unix(), 1_715_681_746);
    }
}
