//! The command-line program.

mod args;

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
    let args::Command::Scan(scan) = args.command;
    let engine = Engine::new(RuleSet::builtin());
    let options = Options {
        min_confidence: scan.min_confidence.into(),
        today: jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date(),
    };
    let worktree = Worktree { paths: scan.paths, ignore: !scan.no_ignore, threads: scan.threads };
    let mut outcome = worktree.scan(&engine, &options);
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
