//! Runs the project's own tasks: `cargo xtask TASK`.
//!
//! - `samples [--works] [FOLDER]` makes the sample manuscripts, or the works
//!   of the starter index.

mod samples;

use std::io::Write as _;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    match arguments.next() {
        Some(task) if task == "samples" => {
            let mut out = std::io::stdout().lock();
            for path in samples::run(arguments)? {
                writeln!(out, "{}", path.display())?;
            }
            Ok(())
        }
        Some(task) => bail!("there is no task {}", task.display()),
        None => bail!("name a task: samples"),
    }
}
