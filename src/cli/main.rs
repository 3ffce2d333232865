//! The command-line program.

mod args;
mod clean;
mod filter;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::Parser;
use tightlip::engine::Engine;
use tightlip::report;
use tightlip::rules::RuleSet;
use tightlip::scan::Options;
use tightlip::source::worktree::Worktree;

fn main() -> ExitCode {
    let args = args::Args::parse();
    let engine = || Engine::new(RuleSet::builtin());
    let mut options = Options {
        min_confidence: tightlip::rules::Confidence::Medium,
        today: jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date(),
    };
    match args.command {
        args::Command::Scan(scan) => {
            options.min_confidence = scan.min_confidence.into();
            self::scan(scan, &engine(), &options)
        }
        args::Command::Clean(clean) => ExitCode::from(clean::run(&clean, &engine(), &options).code()),
        args::Command::Redact(redact) => ExitCode::from(clean::redact(&redact, &engine(), &options).code()),
        args::Command::Filter(filter) => ExitCode::from(filter::run(&filter, engine, &options).code()),
    }
}

fn scan(scan: args::Scan, engine: &Engine, options: &Options) -> ExitCode {
    let worktree = Worktree { paths: scan.paths, ignore: !scan.no_ignore, threads: scan.threads };
    let mut outcome = worktree.scan(engine, options);
    outcome.finish();
    let mut out = BufWriter::new(io::stdout().lock());
    if report::json::write_lines(&outcome.findings, scan.show_secrets, &mut out).and_then(|()| out.flush()).is_err() {
        return ExitCode::from(2);
    }
    match (outcome.findings.is_empty(), outcome.is_incomplete()) {
        (false, _) => ExitCode::from(1),
        (true, true) => ExitCode::from(2),
        (true, false) => ExitCode::SUCCESS,
    }
}
