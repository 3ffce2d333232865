//! `tightlip completions` and `tightlip man`: made from the arguments themselves.

use std::io::{self, Write};

use clap::CommandFactory;

use super::args::Args;
use super::exit::{Exit, Failure};
use super::output;

/// Writes a completion script for a shell.
#[derive(clap::Args, Debug)]
pub(crate) struct Completions {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Writes the manual page.
#[derive(clap::Args, Debug)]
pub(crate) struct Man;

/// Writes the script to standard output.
pub(crate) fn run(args: &Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "tightlip", &mut script);
    output::to_stdout(|out| out.write_all(&script))
}

/// Writes the page, and one section for each command, to standard output.
pub(crate) fn man(_: &Man) -> Result<Exit, Failure> {
    let mut page = Vec::new();
    render(Args::command(), &mut page)?;
    output::to_stdout(|out| out.write_all(&page))
}

fn render(command: clap::Command, page: &mut Vec<u8>) -> io::Result<()> {
    let mut command = command;
    command.build();
    clap_mangen::Man::new(command.clone()).render(page)?;
    for subcommand in command.get_subcommands().filter(|one| one.get_name() != "help") {
        let name = subcommand.get_bin_name().unwrap_or(subcommand.get_name()).to_owned();
        let section = clap_mangen::Man::new(subcommand.clone());
        writeln!(page, ".SH \"{}\"", name.to_uppercase())?;
        section.render_synopsis_section(page)?;
        section.render_description_section(page)?;
        section.render_options_section(page)?;
    }
    Ok(())
}
