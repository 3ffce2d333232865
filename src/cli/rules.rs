//! `tightlip rules`: what there is to find, and a user's own rules checked and tried.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Subcommand;
use serde::Serialize;
use tightlip::config;
use tightlip::engine::Engine;
use tightlip::finding::Origin;
use tightlip::rules::{self, Confidence, Rule, RuleSet, RuleSpec};
use tightlip::scan::{Options, Outcome, scan_bytes};
use tightlip::source::worktree::Worktree;

use super::exit::{Exit, Failure};
use super::{output, session};

/// How long a rule is timed for, at least, in bytes.
const TIMED: usize = 4 << 20;

/// Lists, shows, checks and tries rules.
#[derive(clap::Args, Debug)]
pub(crate) struct Rules {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists all rules.
    List {
        /// How they are written.
        #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json"])]
        format: String,
    },
    /// Shows all that is known of a rule, and what it finds and spares.
    Show {
        /// Its id.
        id: String,
    },
    /// Checks pattern files, and tries each example in them through the whole engine.
    Check {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Checks a pattern file, scans folders in which it must find nothing, and times it.
    Test {
        /// The file.
        file: PathBuf,
        /// Files and folders in which its rules must find nothing.
        #[arg(long, value_name = "PATH")]
        must_not_match: Vec<PathBuf>,
    },
}

/// Does what the subcommand says.
pub(crate) fn run(args: &Rules) -> Result<Exit, Failure> {
    match &args.command {
        Command::List { format } => list(format == "json"),
        Command::Show { id } => show(id),
        Command::Check { files } => check(files),
        Command::Test { file, must_not_match } => test(file, must_not_match),
    }
}

/// A rule as `rules list --format json` writes it.
#[derive(Serialize)]
struct Listed<'r> {
    id: &'r str,
    name: &'r str,
    kind: rules::Kind,
    class: String,
    severity: rules::Severity,
    why: &'r str,
    fix: &'r str,
    source: &'r str,
}

impl<'r> Listed<'r> {
    fn of(rule: &'r Rule) -> Self {
        let spec = rule.spec();
        Self {
            id: &spec.id,
            name: &spec.name,
            kind: spec.kind,
            class: rule.class(),
            severity: spec.severity,
            why: &spec.why,
            fix: &spec.fix,
            source: &spec.source,
        }
    }
}

fn list(json: bool) -> Result<Exit, Failure> {
    let rules = RuleSet::builtin();
    let mut listed: Vec<Listed<'_>> = rules.as_slice().iter().map(|rule| Listed::of(rule)).collect();
    listed.sort_by(|left, right| left.id.cmp(right.id));
    let widest = listed.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    output::to_stdout(|out| {
        if json {
            serde_json::to_writer_pretty(&mut *out, &listed)?;
            return out.write_all(b"\n");
        }
        listed.iter().try_for_each(|rule| writeln!(out, "{:widest$}  {:24}  {}", rule.id, rule.class, rule.name))?;
        writeln!(out, "{} rules", listed.len())
    })
}

fn show(id: &str) -> Result<Exit, Failure> {
    let rules = RuleSet::builtin();
    let Some(rule) = rules.get(id) else {
        let failure = Failure::new(format!("there is no rule \"{}\"", id.escape_debug()));
        return Err(match config::nearest(id, rules.as_slice().iter().map(|rule| rule.id())) {
            Some(near) => failure.hint(format!("did you mean \"{near}\"?")),
            None => failure.hint("`tightlip rules list` shows them all"),
        });
    };
    output::to_stdout(|out| write_rule(rule, out))
}

fn write_rule(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let spec = rule.spec();
    let severity = serde_json::to_string(&spec.severity).map_err(io::Error::other)?;
    writeln!(out, "{}  ({}, severity {})", spec.id, rule.class(), severity.trim_matches('"'))?;
    for (label, text) in [("name", &spec.name), ("why", &spec.why), ("fix", &spec.fix), ("source", &spec.source)] {
        writeln!(out, "{label:>8}: {text}")?;
    }
    for (label, texts) in
        [("keywords", &spec.keywords), ("names", &spec.names), ("shapes", &spec.shapes), ("labels", &spec.labels)]
    {
        if !texts.is_empty() {
            writeln!(out, "{label:>8}: {}", texts.join(", "))?;
        }
    }
    for (label, text) in [("regex", &spec.regex), ("value", &spec.value), ("proof", &spec.validator)] {
        if !text.is_empty() {
            writeln!(out, "{label:>8}: {text}")?;
        }
    }
    for spare in spec.spares.iter() {
        writeln!(out, "{:>8}: {} ({})", "spares", spare.text.escape_debug(), spare.because)?;
    }
    Ok(())
}

fn check(files: &[PathBuf]) -> Result<Exit, Failure> {
    let mut exit = Exit::Clean;
    for file in files {
        let specs = read(file)?;
        let faults = faults_of(&specs)?;
        if !faults.is_empty() {
            exit = Exit::Findings;
        }
        let name = file.display();
        output::to_stdout(|out| {
            faults.iter().try_for_each(|fault| writeln!(out, "{name}: {fault}"))?;
            writeln!(out, "{name}: {} rules, {} faults", specs.len(), faults.len())
        })?;
    }
    Ok(exit)
}

fn read(file: &Path) -> Result<Vec<RuleSpec>, Failure> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| Failure::new(format!("{name} cannot be read: {error}")))?;
    rules::parse(&name, &text).map_err(|error| Failure::new(error.to_string()))
}

/// An engine that goes by these rules alone.
fn engine_of(specs: &[RuleSpec]) -> Result<Engine, Failure> {
    let mut rules = RuleSet::default();
    rules.extend(specs.to_vec()).map_err(|error| Failure::new(error.to_string()))?;
    Ok(Engine::new(rules))
}

/// What is wrong with the examples: each value must be found exactly, and each look-alike spared. No value is told.
fn faults_of(specs: &[RuleSpec]) -> Result<Vec<String>, Failure> {
    let engine = engine_of(specs)?;
    let mut faults = Vec::new();
    for spec in specs {
        for (number, find) in spec.finds.iter().enumerate() {
            let found = scanned(&engine, &find.text);
            let hit = found
                .findings
                .iter()
                .find(|one| one.rule.id() == spec.id && one.secret.expose() == find.secret.as_bytes());
            let wanted = find.confidence.unwrap_or(Confidence::Medium);
            match hit {
                None => faults.push(format!("{}: finds no. {} is not found", spec.id, number + 1)),
                Some(hit) if hit.confidence < wanted => {
                    faults.push(format!(
                        "{}: finds no. {} is less sure than it should be: {}",
                        spec.id,
                        number + 1,
                        hit.reason
                    ));
                }
                Some(_) => {}
            }
        }
        for spare in spec.spares.iter() {
            let found = scanned(&engine, &spare.text);
            let is_hit =
                found.findings.iter().any(|one| one.rule.id() == spec.id && one.confidence >= Confidence::Medium);
            if is_hit {
                faults.push(format!("{}: what it is to spare is found ({})", spec.id, spare.because));
            }
        }
    }
    Ok(faults)
}

fn scanned(engine: &Engine, text: &str) -> Outcome {
    let options = Options { min_confidence: Confidence::Low, ..session::default_options() };
    let mut outcome = Outcome::default();
    scan_bytes(engine, &options, &Origin::default().into(), text.as_bytes(), &mut outcome);
    outcome
}

fn test(file: &Path, must_not_match: &[PathBuf]) -> Result<Exit, Failure> {
    let specs = read(file)?;
    let mut told = faults_of(&specs)?;
    let engine = engine_of(&specs)?;
    let worktree = Worktree::of(must_not_match.to_vec(), std::env::current_dir()?);
    let mut outcome = worktree.scan(&engine, &session::default_options());
    outcome.finish();
    told.extend(outcome.findings.iter().map(|finding| {
        let path = tightlip::report::text::path_shown(finding.origin.path.as_ref());
        format!("{}: found in {path}:{}, where nothing must be", finding.rule.id(), finding.location.line)
    }));
    let milliseconds = milliseconds_a_megabyte(&engine, &specs);
    output::to_stdout(|out| {
        told.iter().try_for_each(|fault| writeln!(out, "{fault}"))?;
        writeln!(
            out,
            "{} rules, {} faults, {milliseconds:.2} ms a megabyte of their own examples",
            specs.len(),
            told.len()
        )
    })?;
    outcome
        .problems
        .iter()
        .for_each(|problem| anstream::eprintln!("{}", tightlip::report::human::problem_text(problem)));
    Ok(match (told.is_empty(), outcome.is_incomplete()) {
        (false, _) => Exit::Findings,
        (true, true) => Exit::Unfinished,
        (true, false) => Exit::Clean,
    })
}

/// The time for a megabyte of nothing but examples and look-alikes, which is the most that rules can cost.
fn milliseconds_a_megabyte(engine: &Engine, specs: &[RuleSpec]) -> f64 {
    let once: String = specs
        .iter()
        .flat_map(|spec| spec.finds.iter().map(|find| &find.text).chain(spec.spares.iter().map(|spare| &spare.text)))
        .fold(String::new(), |text, one| text + one + "\n");
    let text = once.repeat(TIMED / once.len().max(1) + 1);
    let started = Instant::now();
    scanned(engine, &text);
    started.elapsed().as_secs_f64() * 1e3 / (text.len() as f64 / 1e6)
}
