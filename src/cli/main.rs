//! The command-line program.

mod args;
mod clean;
mod completions;
mod config;
mod exit;
mod filter;
mod git;
mod history;
mod hook;
mod output;
mod panics;
mod rules;
mod scan;
mod session;
mod settings;
mod watch;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::{Exit, Failure};
use session::Session;

fn main() -> ExitCode {
    panics::say_only_where();
    run(Args::parse()).unwrap_or_else(|failure| failure.tell()).into()
}

fn run(args: Args) -> Result<Exit, Failure> {
    match args.command {
        Command::Scan(scan) => scan::run(&scan),
        Command::Clean(clean) => {
            let session = Session::builtin();
            Ok(clean::run(&clean, &session.engine, &session.options).into())
        }
        Command::Redact(redact) => {
            let session = Session::builtin();
            Ok(clean::redact(&redact, &session.engine, &session.options).into())
        }
        Command::Filter(filter) => {
            Ok(filter::run(&filter, || Session::builtin().engine, &session::default_options()).into())
        }
        Command::Hook(hook) => hook::run(&hook),
        Command::Rules(rules) => rules::run(&rules),
        Command::Config(config) => config::run(&config),
        Command::Completions(completions) => completions::run(&completions),
        Command::Man(man) => completions::man(&man),
    }
}
