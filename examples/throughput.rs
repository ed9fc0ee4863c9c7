//! Checks an export seven times as `./build.sh bench` does it in Wasm, and prints the seconds each took: `throughput
//! FILE`.
use std::time::Instant;
use tyk_session::bulk::{Bulk, Change};
use tyk_session::rules::Options;
use tyk_session::target::{Endpoint, Query};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let export = std::fs::read(std::env::args().nth(1).ok_or("name the file")?)?;
    let options =
        Options { now: Some(1_795_000_000), query: Query("suppress_reset=1"), ..Options::new(Endpoint::GatewayKey) };
    let mut seconds = Vec::new();
    for _ in 0..7 {
        let start = Instant::now();
        let mut bulk = Bulk::new(&options, Change::None).map_err(|error| error.code)?;
        for chunk in export.chunks(256 * 1024) {
            std::hint::black_box(bulk.push(chunk, &options));
        }
        std::hint::black_box(bulk.finish(&options));
        seconds.push(start.elapsed().as_secs_f64());
    }
    println!("{seconds:?}");
    Ok(())
}
