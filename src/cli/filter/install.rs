//! Setting git up to use the filter, telling whether it is, and taking it back.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::clean::{Status, StripArg};

/// The name under which git knows the filter and the way to compare.
const NAME: &str = "tightlip";
/// What the lines in the attributes file are, and how they are found again.
const LINE: &str = "*.ipynb filter=tightlip diff=tightlip";

/// Where the filter is set up.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Reach {
    /// For all repositories of this user, instead of the one here.
    #[arg(long)]
    global: bool,
    /// The attributes file, instead of the repository's `.gitattributes` or the user's own.
    #[arg(long, value_name = "FILE")]
    attributes: Option<PathBuf>,
}

/// How the filter is set up.
#[derive(clap::Args, Debug)]
pub(super) struct Install {
    #[command(flatten)]
    reach: Reach,
    /// Strips outputs too; `all` where nbstripout has been the filter so far.
    #[arg(long, value_name = "WHAT")]
    strip: Option<StripArg>,
}

/// Sets the filter, the way to compare and the attributes. What is set already stays as it is.
pub(super) fn install(install: &Install) -> Result<Status, String> {
    let reach = &install.reach;
    let attributes = reach.attributes_file()?;
    let replaces_nbstripout = !reach.global && effective_filter()? == "nbstripout";
    let strip = match install.strip {
        Some(StripArg::Outputs) => " --strip outputs",
        Some(StripArg::All) => " --strip all",
        None if replaces_nbstripout => " --strip all",
        None => "",
    };
    let program = program()?;
    for (key, value) in [
        (format!("filter.{NAME}.clean"), format!("{program} filter clean{strip} -- %f")),
        (format!("filter.{NAME}.smudge"), "cat".to_owned()),
        (format!("filter.{NAME}.process"), format!("{program} filter process{strip}")),
        (format!("filter.{NAME}.required"), "true".to_owned()),
        (format!("diff.{NAME}.textconv"), format!("{program} filter textconv")),
    ] {
        reach.git(&["config", reach.flag(), &key, &value])?;
    }
    add_line(&attributes)?;
    anstream::eprintln!("notebooks are cleaned when they are added ({})", attributes.display());
    if replaces_nbstripout {
        anstream::eprintln!("nbstripout was the filter here: its work is done by --strip all from now on");
    }
    Ok(Status::Clean)
}

/// Takes back what [`install`] set; what others set stays.
pub(super) fn uninstall(reach: &Reach) -> Result<Status, String> {
    let attributes = reach.attributes_file()?;
    for section in [format!("filter.{NAME}"), format!("diff.{NAME}")] {
        if reach.git(&["config", reach.flag(), "--get-regexp", &format!("^{}\\.", section.replace('.', "\\."))]).is_ok()
        {
            reach.git(&["config", reach.flag(), "--remove-section", &section])?;
        }
    }
    remove_line(&attributes)?;
    anstream::eprintln!("notebooks are no longer cleaned when they are added");
    Ok(Status::Clean)
}

/// Tells what is set and whether it has an effect.
pub(super) fn status(reach: &Reach) -> Result<Status, String> {
    let get = |key: &str| git(&["config", "--get", key]).unwrap_or_default();
    let process = get(&format!("filter.{NAME}.process"));
    let required = get(&format!("filter.{NAME}.required")) == "true";
    let has_effect = if reach.global {
        fs::read_to_string(reach.attributes_file()?).is_ok_and(|text| text.lines().any(|line| line.trim() == LINE))
    } else {
        effective_filter()? == NAME
    };
    let told = |is: bool| if is { "yes" } else { "no" };
    anstream::println!("filter set:          {}", told(!process.is_empty()));
    anstream::println!("required:            {}", told(required));
    anstream::println!("attributes point to it: {}", told(has_effect));
    let is_installed = !process.is_empty() && required && has_effect;
    Ok(if is_installed { Status::Clean } else { Status::Found })
}

impl Reach {
    fn flag(&self) -> &'static str {
        if self.global { "--global" } else { "--local" }
    }

    fn git(&self, arguments: &[&str]) -> Result<String, String> {
        git(arguments)
    }

    fn attributes_file(&self) -> Result<PathBuf, String> {
        if let Some(path) = &self.attributes {
            return Ok(path.clone());
        }
        if !self.global {
            let top = git(&["rev-parse", "--show-toplevel"])?;
            return Ok(Path::new(&top).join(".gitattributes"));
        }
        if let Ok(path) = git(&["config", "--global", "--type=path", "--get", "core.attributesFile"]) {
            return Ok(PathBuf::from(path));
        }
        let folder = std::env::var_os("XDG_CONFIG_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from);
        let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".config"));
        let folder = folder.or_else(home).ok_or("neither XDG_CONFIG_HOME nor HOME is set")?;
        Ok(folder.join("git").join("attributes"))
    }
}

/// The filter that git would use for a notebook at the top of this repository.
fn effective_filter() -> Result<String, String> {
    let told = git(&["check-attr", "filter", "--", "notebook.ipynb"])?;
    Ok(told.rsplit(": ").next().unwrap_or_default().to_owned())
}

fn git(arguments: &[&str]) -> Result<String, String> {
    let output =
        Command::new("git").args(arguments).output().map_err(|error| format!("git cannot be started: {error}"))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(format!("git {} failed: {}", arguments.first().unwrap_or(&""), told.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// This program as git's shell calls it.
fn program() -> Result<String, String> {
    let path = std::env::current_exe().map_err(|error| error.to_string())?;
    let path = path.to_str().ok_or("the program's own path is not UTF-8")?;
    Ok(format!("'{}'", path.replace('\'', r"'\''")))
}

/// Adds the line at the end of the file, unless it is there and no later line takes it back.
fn add_line(file: &Path) -> Result<(), String> {
    let text = read_or_empty(file)?;
    let last = text.lines().rev().find(|line| line.trim_start().starts_with("*.ipynb") && line.contains("filter="));
    if last.is_some_and(|line| line.trim() == LINE) {
        return Ok(());
    }
    let kept: String = text.split_inclusive('\n').filter(|line| line.trim() != LINE).collect();
    let end = if kept.is_empty() || kept.ends_with('\n') { "" } else { "\n" };
    write_whole(file, &format!("{kept}{end}{LINE}\n"))
}

fn remove_line(file: &Path) -> Result<(), String> {
    let text = read_or_empty(file)?;
    let kept: String = text.split_inclusive('\n').filter(|line| line.trim() != LINE).collect();
    if kept == text {
        return Ok(());
    }
    if kept.is_empty() {
        return fs::remove_file(file).map_err(|error| error.to_string());
    }
    write_whole(file, &kept)
}

fn read_or_empty(file: &Path) -> Result<String, String> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(format!("{}: {error}", file.display())),
    }
}

fn write_whole(file: &Path, text: &str) -> Result<(), String> {
    let write = || {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut written = tempfile::NamedTempFile::new_in(folder)?;
        written.write_all(text.as_bytes())?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(file).map_or(0o644, |metadata| metadata.permissions().mode());
            written.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
        }
        written.persist(file).map_err(|error| error.error)
    };
    write().map(drop).map_err(|error: std::io::Error| format!("{}: {error}", file.display()))
}
