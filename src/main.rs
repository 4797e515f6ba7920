//! The `rolebook` program: hands its arguments to [`rolebook::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    rolebook::cli::run(std::env::args_os())
}
