//! Lists the clips of the voice pack, so that they become part of the binary.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let crate_folder = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let voice = Path::new(&crate_folder).join("../../data/voice");
    println!("cargo::rerun-if-changed={}", voice.display());
    let mut table = String::from("&[\n");
    for language in ["en", "vi"] {
        for path in clips(&voice.join(language))? {
            let clip = path.file_stem().expect("a WAV has a name").to_string_lossy();
            let full = path.canonicalize()?;
            writeln!(table, "    ({language:?}, {clip:?}, include_bytes!({full:?})),")
                .expect("a string takes all");
        }
    }
    table.push_str("]\n");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("voice.rs"), table)
}

/// The WAV files of a folder, sorted: the same tree gives the same binary.
fn clips(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    found.retain(|path| path.extension().is_some_and(|extension| extension == "wav"));
    found.sort();
    Ok(found)
}
