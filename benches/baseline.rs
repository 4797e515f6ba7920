//! The floor that `check` is measured against: read every Markdown file below a folder and run pulldown-cmark over it
//! with offsets, on one thread. `benches/corpus.py` runs it.

use pulldown_cmark::{Options, Parser};

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        // `cargo bench` without a folder has nothing to measure here.
        return Ok(());
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut covered = 0;
    for entry in walkdir::WalkDir::new(folder) {
        let path = entry.map_err(std::io::Error::from)?.into_path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = std::fs::read_to_string(path)?;
            for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
                std::hint::black_box(&event);
                covered += range.len();
            }
        }
    }
    std::hint::black_box(covered);
    Ok(())
}
