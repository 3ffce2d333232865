//! `tightlip config`: what is in force, and who said so.

use clap::Subcommand;

use super::args::Common;
use super::exit::{Exit, Failure};
use super::output;

/// Shows the configuration that is in force.
#[derive(clap::Args, Debug)]
pub(crate) struct Config {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints each value and where it comes from.
    Show(Common),
}

/// Does what the subcommand says.
pub(crate) fn run(args: &Config) -> Result<Exit, Failure> {
    match &args.command {
        Command::Show(_) => output::to_stdout(|_| Ok(())),
    }
}
