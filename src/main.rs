//! The `rolebook` program: hands its arguments to [`rolebook::cli`].

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Making pages is making many small texts, at which this one is faster than the system's: see docs/performance.md.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    rolebook::cli::run(std::env::args_os())
}
