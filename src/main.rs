//! The `rolebook` program: hands its arguments to [`rolebook::cli`].

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Making pages is making many small texts: this one is measurably faster at it than the system's (docs/performance.md).
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    rolebook::cli::run(std::env::args_os())
}
