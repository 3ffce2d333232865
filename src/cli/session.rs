//! What every command that scans begins and ends with: rules and options, and from the outcome a report and exit status.

use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use tightlip::config::Settings;
use tightlip::engine::Engine;
use tightlip::error::{Problem, ProblemKind};
use tightlip::progress::Progress;
use tightlip::report::{Format, Group, Report, human};
use tightlip::rules::RuleSet;
use tightlip::scan::{Options, Outcome};

use super::args::Common;
use super::exit::{Exit, Failure};
use super::{output, settings, watch};

/// A scan that is about to be made.
pub(crate) struct Session {
    pub(crate) engine: Engine,
    pub(crate) options: Options,
    /// The configuration that is in force.
    pub(crate) settings: Settings,
    /// How many threads may work.
    pub(crate) threads: usize,
    /// Shared with the source, which counts in it and looks whether it is to stop.
    pub(crate) progress: Arc<Progress>,
    /// What the repository asked for and a policy does not let it.
    refused: Vec<Problem>,
    common: Common,
    started: Instant,
}

impl Session {
    /// Goes by what comes with the program alone.
    pub(crate) fn builtin() -> Self {
        Self::with(RuleSet::builtin(), Settings::default(), Common::default())
    }

    /// Goes by the command line and by the configuration of the file or folder `root`.
    pub(crate) fn open(common: &Common, root: &Path) -> Result<Self, Failure> {
        if common.show_secrets {
            output::may_show_secrets(common.output.as_deref())?;
        }
        let (settings, refused) = settings::load(common, root)?;
        let rules = settings::rules(&settings)?;
        let mut session = Self { refused, ..Self::with(rules, settings, common.clone()) };
        session.options.fold_columns = common.group == Group::Column;
        Ok(session)
    }

    fn with(rules: RuleSet, settings: Settings, common: Common) -> Self {
        let options = Options {
            min_confidence: settings.min_confidence.value,
            inline_allow: settings.inline_allow.value,
            ..default_options()
        };
        let threads = settings.threads.as_ref().map_or_else(all_threads, |threads| usize::from(threads.value.max(1)));
        Self {
            engine: Engine::new(rules),
            options,
            settings,
            threads,
            progress: Arc::default(),
            refused: Vec::new(),
            common,
            started: Instant::now(),
        }
    }

    /// Runs a scan that can be watched and stopped.
    pub(crate) fn watch(&self, scan: impl FnOnce() -> Outcome) -> Outcome {
        let mut outcome = watch::watched(&self.progress, self.common.quiet, scan);
        if self.progress.is_stopped() {
            outcome.problems.push(Problem::new("".into(), ProblemKind::Stopped, "stopped before the end"));
        }
        outcome
    }

    /// Adds what the configuration was refused, and puts everything in order.
    pub(crate) fn complete(&self, outcome: &mut Outcome) {
        outcome.problems.extend(self.refused.iter().cloned());
        outcome.finish();
    }

    /// Writes the report and tells the exit status: findings count more than what was not read, and both are told.
    pub(crate) fn conclude(&self, mut outcome: Outcome) -> Result<Exit, Failure> {
        self.complete(&mut outcome);
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
            _ if self.progress.is_stopped() => Exit::Unfinished,
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
    Options::on(jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date())
}

fn all_threads() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}
