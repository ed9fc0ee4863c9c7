//! Answers the lines of `predict --batch` from standard input: `predict CONTEXT < LINES`.
use std::io::{BufRead, Write};
use tyk_session::bulk::{Gateway, predict_line};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let context = std::env::args().nth(1).ok_or("the context is missing")?;
    let mut gateway = Gateway::new(&std::fs::read(context)?)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", predict_line(&line?, &mut gateway))?;
    }
    Ok(())
}
