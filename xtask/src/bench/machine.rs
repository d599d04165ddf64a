//! The machine as others can tell it from theirs: no name, no address.

use crate::Stop;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

/// Small writes that are waited for.
const SYNCS: usize = 300;

/// Cores, processor, memory, disk.
pub fn named(folder: &Path) -> Result<String, Stop> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let processor = read("/proc/cpuinfo");
    let word = |name: &str| {
        let line = processor.lines().find(|line| line.split(':').next().unwrap_or_default().trim() == name);
        line.and_then(|line| line.split(": ").nth(1)).unwrap_or("unknown").to_owned()
    };
    let memory_kb: f64 = read("/proc/meminfo")
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse().ok())
        .unwrap_or(0.0);
    Ok(format!(
        "{cores} cores ({}, family {}), {:.0} GB of memory, {} that takes {:.0} small synchronous writes a second one after the other",
        word("model name"),
        word("cpu family"),
        memory_kb / 1e6,
        disk(),
        syncs(folder)?
    ))
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// What the first disk is.
fn disk() -> &'static str {
    let names = fs::read_dir("/sys/block").into_iter().flatten().flatten();
    let names: Vec<String> = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let is = |beginning: &str| names.iter().any(|name| name.starts_with(beginning));
    if is("nvme") {
        "an NVMe disk"
    } else if is("vd") || is("xvd") {
        "a virtual disk"
    } else if names.iter().any(|name| read(&format!("/sys/block/{name}/queue/rotational")).trim() == "1") {
        "a turning disk"
    } else {
        "a disk"
    }
}

fn syncs(folder: &Path) -> Result<f64, Stop> {
    let failed = |error: std::io::Error| Stop::failed(format!("{}: {error}", folder.display()));
    let path = folder.join("syncs");
    let mut file = File::create(&path).map_err(failed)?;
    let begun = Instant::now();
    for _ in 0..SYNCS {
        file.write_all(&[7; 4096]).and_then(|()| file.sync_data()).map_err(failed)?;
    }
    let took = begun.elapsed().as_secs_f64();
    fs::remove_file(path).map_err(failed)?;
    Ok(SYNCS as f64 / took)
}
