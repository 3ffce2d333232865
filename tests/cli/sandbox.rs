//! A folder with its own home, in which nothing of the user's configuration is seen.

#![allow(dead_code, reason = "each test binary uses its part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder that is gone after the test.
pub(crate) struct Sandbox {
    root: tempfile::TempDir,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder can be made");
        fs::create_dir(root.path().join("home")).expect("a folder can be made");
        fs::create_dir(root.path().join("work")).expect("a folder can be made");
        Self { root }
    }

    /// A sandbox whose working folder is a repository.
    pub(crate) fn with_repository() -> Self {
        let sandbox = Self::new();
        sandbox.git(&["init", "--quiet", "--initial-branch=main"]);
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join("work").join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        self.write_at(Path::new(name), content);
    }

    pub(crate) fn write_at(&self, name: &Path, content: impl AsRef<[u8]>) {
        let path = self.root.path().join("work").join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&self.bytes(name)).into_owned()
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("the file is there")
    }

    /// Runs the program.
    pub(crate) fn tightlip(&self, arguments: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_tightlip")).args(arguments).output().expect("the program starts")
    }

    /// Runs the program with a variable of the environment set.
    pub(crate) fn tightlip_under(&self, (key, value): (&str, &str), arguments: &[&str]) -> Output {
        let mut command = self.command(env!("CARGO_BIN_EXE_tightlip"));
        command.env(key, value).args(arguments).output().expect("the program starts")
    }

    /// Runs the program with this on standard input.
    pub(crate) fn tightlip_with(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut command = assert_cmd::Command::from_std(self.command(env!("CARGO_BIN_EXE_tightlip")));
        command.args(arguments).write_stdin(input).output().expect("the program starts")
    }

    /// Runs a script in a shell, in which `$0` is the program.
    #[cfg(unix)]
    pub(crate) fn shell(&self, script: &str) -> Output {
        let arguments = ["-c", script, env!("CARGO_BIN_EXE_tightlip")];
        self.command("sh").args(arguments).output().expect("a shell starts")
    }

    /// Runs git, which must succeed, and returns what it wrote.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub(crate) fn try_git(&self, arguments: &[&str]) -> Output {
        self.command("git").args(arguments).output().expect("git starts")
    }

    fn command(&self, program: impl AsRef<Path>) -> Command {
        let home = self.root.path().join("home");
        let mut command = Command::new(program.as_ref());
        command.current_dir(self.root.path().join("work"));
        for (key, _) in std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(key);
        }
        command
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "A")
            .env("GIT_AUTHOR_EMAIL", "a@localhost")
            .env("GIT_COMMITTER_NAME", "A")
            .env("GIT_COMMITTER_EMAIL", "a@localhost")
            .env("GIT_AUTHOR_DATE", "2020-01-01T00:00:00Z")
            .env("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z");
        command
    }
}

/// A number that is found behind its label, made here so that no scanner stumbles over this file.
pub(crate) fn number() -> String {
    [536, 22, 8726].map(|group: u32| group.to_string()).join("-")
}

/// A notebook whose one output says `text`, and whose source is `source`.
pub(crate) fn notebook(source: &str, text: &str) -> String {
    format!(
        "{{\n \"cells\": [\n  {{\n   \"cell_type\": \"code\",\n   \"execution_count\": 1,\n   \"id\": \"abcd1234\",\n   \
         \"metadata\": {{}},\n   \"outputs\": [\n    {{\n     \"name\": \"stdout\",\n     \"output_type\": \"stream\",\n     \
         \"text\": [\n      \"{text}\\n\"\n     ]\n    }}\n   ],\n   \"source\": [\n    \"{source}\"\n   ]\n  }}\n ],\n \
         \"metadata\": {{}},\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}}\n"
    )
}

/// What a program wrote on standard error.
pub(crate) fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The findings of a report in lines.
pub(crate) fn findings(output: &Output) -> Vec<serde_json::Value> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|line| serde_json::from_str(line).expect("a line is a finding")).collect()
}
