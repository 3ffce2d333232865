//! `tightlip hook`: what git runs before a commit or a push, and setting it up.

mod install;
mod refusal;

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tightlip::finding::Origin;
use tightlip::report::Format;
use tightlip::scan::{self, Outcome};
use tightlip::source::commits::Range;
use tightlip::source::history::Oid;

use super::args::Common;
use super::exit::{Exit, Failure};
use super::git::{self, Here};
use super::session::Session;

/// Installs, runs and checks the hooks.
#[derive(clap::Args, Debug)]
pub(crate) struct Hook {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand, Debug)]
enum Action {
    /// Has git run tightlip before a commit. A hook that is there is kept and runs first.
    Install(install::Install),
    /// Takes tightlip's hooks away, and puts back what was there before.
    Uninstall(install::Reach),
    /// Tells whether a commit here would be scanned, and by which program.
    Status(install::Reach),
    /// What the hook scripts call.
    #[command(hide = true)]
    Run(Run),
}

/// A hook that git runs.
#[derive(clap::Args, Debug)]
struct Run {
    /// Its name.
    name: Name,
    /// What git hands it.
    arguments: Vec<PathBuf>,
}

/// The hooks that there are scripts for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub(crate) enum Name {
    PreCommit,
    CommitMsg,
    PrepareCommitMsg,
    PrePush,
    PreReceive,
}

/// Does what is asked for.
pub(crate) fn run(args: &Hook) -> Result<Exit, Failure> {
    match &args.action {
        Action::Install(install) => install::install(install),
        Action::Uninstall(reach) => install::uninstall(reach),
        Action::Status(reach) => install::status(reach),
        Action::Run(run) => run_hook(run),
    }
}

fn run_hook(run: &Run) -> Result<Exit, Failure> {
    let common = Common { format: Format::Human, quiet: true, ..Common::default() };
    let session = Session::open(&common, Path::new("."))?;
    let argument = |position| run.arguments.get(position).map_or(Path::new(""), PathBuf::as_path);
    let mut outcome = match run.name {
        Name::PreCommit => Here::find()?.staged(&session),
        Name::PrepareCommitMsg if argument(1) == Path::new("merge") => Here::find()?.staged(&session),
        Name::PrepareCommitMsg => return Ok(Exit::Clean),
        Name::CommitMsg => git::scan_message(&session, argument(0))?,
        Name::PrePush => pushed(&session, &argument(0).to_string_lossy())?,
        Name::PreReceive => received(&session)?,
    };
    session.complete(&mut outcome);
    refusal::tell(run.name, &outcome);
    Ok(session.exit(&outcome))
}

/// Scans what a push would send: all that its refs have and no branch of the remote's that is known here.
fn pushed(session: &Session, remote: &str) -> Result<Outcome, Failure> {
    let here = Here::find()?;
    let mut range = Range { tips: Vec::new(), known: here.targets(&format!("refs/remotes/{remote}/"))? };
    let mut outcome = Outcome::default();
    for line in lines()? {
        // The local ref, its object, the remote ref, and the object that it has there.
        let [_, local, name, there] = line.as_slice() else { return Err(unexpected()) };
        let (local, there) = (id(local)?, id(there)?);
        if local.is_null() {
            continue;
        }
        scan_name(session, name, &mut outcome);
        range.tips.push(local);
        range.known.extend(Some(there).filter(|there| !there.is_null() && here.has(there)));
    }
    outcome.merge(here.commits(session, &range));
    Ok(outcome)
}

/// Scans what was pushed to this repository: all that is in no ref yet.
fn received(session: &Session) -> Result<Outcome, Failure> {
    let here = Here::find()?;
    let mut range = Range { tips: Vec::new(), known: here.targets("refs/")? };
    let mut outcome = Outcome::default();
    for line in lines()? {
        let [_, new, name] = line.as_slice() else { return Err(unexpected()) };
        let new = id(new)?;
        if !new.is_null() {
            scan_name(session, name, &mut outcome);
            range.tips.push(new);
        }
    }
    outcome.merge(here.commits(session, &range));
    Ok(outcome)
}

/// Scans the name of a branch or a tag.
fn scan_name(session: &Session, name: &str, outcome: &mut Outcome) {
    let origin = Arc::new(Origin { path: name.into(), ..Origin::default() });
    scan::scan_name(&session.engine, &session.options, origin, outcome);
}

/// The words of each line on standard input.
fn lines() -> Result<Vec<Vec<String>>, Failure> {
    let mut text = Vec::new();
    io::stdin().lock().read_to_end(&mut text)?;
    let text = String::from_utf8_lossy(&text);
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(|line| line.split(' ').map(str::to_owned).collect()).collect())
}

fn id(word: &str) -> Result<Oid, Failure> {
    Oid::from_hex(word.as_bytes()).ok_or_else(unexpected)
}

fn unexpected() -> Failure {
    Failure::new("standard input is not what git hands to this hook")
}
