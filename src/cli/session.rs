//! What every command that scans begins and ends with: rules and options, and from the outcome a report and exit status.

use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use tightlip::engine::Engine;
use tightlip::error::{Problem, ProblemKind};
use tightlip::progress::Progress;
use tightlip::report::{Format, Group, Report, human};
use tightlip::rules::{Confidence, RuleSet};
use tightlip::scan::{Options, Outcome};

use super::args::Common;
use super::exit::{Exit, Failure};
use super::{output, watch};

/// A scan that is about to be made.
pub(crate) struct Session {
    pub(crate) engine: Engine,
    pub(crate) options: Options,
    /// How many threads may work.
    pub(crate) threads: usize,
    /// Shared with the source, which counts in it and looks whether it is to stop.
    pub(crate) progress: Arc<Progress>,
    common: Common,
    started: Instant,
}

impl Session {
    /// Goes by what comes with the program alone.
    pub(crate) fn builtin() -> Self {
        Self::with(Engine::new(RuleSet::builtin()), Common::default())
    }

    /// Goes by the command line and the configuration.
    pub(crate) fn open(common: &Common) -> Result<Self, Failure> {
        if common.show_secrets {
            output::may_show_secrets(common.output.as_deref())?;
        }
        let mut session = Self::with(Engine::new(RuleSet::builtin()), common.clone());
        session.options.fold_columns = common.group == Group::Column;
        Ok(session)
    }

    fn with(engine: Engine, common: Common) -> Self {
        let mut options = default_options();
        options.min_confidence = common.min_confidence.map_or(options.min_confidence, Into::into);
        let threads = common.threads.map_or_else(all_threads, usize::from);
        Self { engine, options, threads, progress: Arc::default(), common, started: Instant::now() }
    }

    /// Runs a scan that can be watched and stopped.
    pub(crate) fn watch(&self, scan: impl FnOnce() -> Outcome) -> Outcome {
        let mut outcome = watch::watched(&self.progress, self.common.quiet, scan);
        if self.progress.is_stopped() {
            outcome.problems.push(Problem::new("".into(), ProblemKind::Stopped, "stopped before the end"));
        }
        outcome
    }

    /// Writes the report and tells the exit status: findings count more than what was not read, and both are told.
    pub(crate) fn conclude(&self, mut outcome: Outcome) -> Result<Exit, Failure> {
        outcome.finish();
        let exit = self.exit(&outcome);
        outcome.findings = self.common.group.fold(outcome.findings);
        let report = Report {
            outcome: &outcome,
            show_secrets: self.common.show_secrets,
            color: self.is_coloured(),
            elapsed: (!self.common.quiet).then(|| self.started.elapsed()),
        };
        match &self.common.output {
            Some(path) => {
                output::to_file(path, self.common.show_secrets, |out| report.write(self.common.format, out))?;
            }
            None => {
                output::to_stdout(|out| report.write(self.common.format, out))?;
            }
        }
        if self.common.format != Format::Human || self.common.output.is_some() {
            self.tell(&report);
        }
        Ok(exit)
    }

    /// The exit status of an outcome.
    pub(crate) fn exit(&self, outcome: &Outcome) -> Exit {
        let unfinished = outcome.is_incomplete() || (self.common.strict && !outcome.problems.is_empty());
        match (outcome.findings.is_empty(), unfinished) {
            (false, _) => Exit::Findings,
            (true, true) => Exit::Unfinished,
            (true, false) => Exit::Clean,
        }
    }

    /// Where the report is for a program or in a file, a person is told of problems, and how many findings there are.
    fn tell(&self, report: &Report<'_>) {
        let mut told = Vec::new();
        let color =
            !self.common.no_color && anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
        let report = Report { color, ..*report };
        let written = human::write_end(&report, &mut told);
        if written.is_ok() {
            anstream::eprint!("{}", String::from_utf8_lossy(&told));
        }
    }

    fn is_coloured(&self) -> bool {
        self.common.output.is_none()
            && !self.common.no_color
            && io::stdout().is_terminal()
            && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
    }
}

/// The options without a configuration: findings from medium confidence on, judged by today's date.
pub(crate) fn default_options() -> Options {
    Options {
        min_confidence: Confidence::Medium,
        fold_columns: false,
        today: jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date(),
    }
}

fn all_threads() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}
