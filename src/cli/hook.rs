//! `tightlip hook`: what git runs before a commit or a push, and setting it up.

mod install;
mod refusal;

use std::path::{Path, PathBuf};

use tightlip::report::Format;

use super::args::Common;
use super::exit::{Exit, Failure};
use super::git::Here;
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
    let session = Session::open(&Common { format: Format::Human, quiet: true, ..Common::default() }, Path::new("."))?;
    let mut outcome = match run.name {
        Name::PreCommit => Here::find()?.staged(&session),
        Name::PrepareCommitMsg if run.arguments.get(1).is_some_and(|kind| kind.as_os_str() == "merge") => {
            Here::find()?.staged(&session)
        }
        Name::PrepareCommitMsg => return Ok(Exit::Clean),
        Name::CommitMsg | Name::PrePush | Name::PreReceive => return Ok(Exit::Clean),
    };
    outcome.finish();
    refusal::tell(run.name, &outcome);
    Ok(session.exit(&outcome))
}
