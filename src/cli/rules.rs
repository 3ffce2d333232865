//! `tightlip rules`: what there is to find.

use clap::Subcommand;
use tightlip::rules::RuleSet;

use super::exit::{Exit, Failure};
use super::output;

/// Lists, shows, checks and tries rules.
#[derive(clap::Args, Debug)]
pub(crate) struct Rules {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists all rules.
    List,
}

/// Does what the subcommand says.
pub(crate) fn run(args: &Rules) -> Result<Exit, Failure> {
    match args.command {
        Command::List => output::to_stdout(|out| {
            RuleSet::builtin()
                .as_slice()
                .iter()
                .try_for_each(|rule| writeln!(out, "{}  {}", rule.id(), rule.spec().name))
        }),
    }
}
