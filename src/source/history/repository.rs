//! A repository as far as a commit in the making needs it: HEAD, refs by their names, single objects.

use super::config;
use super::id::{Kind, Oid};
use super::objects::Objects;
use super::parse::{Commit, Tag};
use super::problem::{Fault, Problem};
use super::refs::{Refs, Target};
use super::store::{self, Places, read_small};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// A repository whose objects are read one at a time. Opening it reads its settings and nothing that grows.
#[derive(Debug)]
pub struct Repository {
    git_dir: PathBuf,
    common_dir: PathBuf,
    reftable: bool,
    objects: Objects,
}

/// An object that is no tag, and the tags that led to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Peeled {
    /// The tags on the way, each with its content.
    pub tags: Vec<(Oid, Vec<u8>)>,
    /// The object.
    pub id: Oid,
    /// What it is.
    pub kind: Kind,
}

/// A ref may point at a ref so often.
const MOST_HOPS: usize = 10;
/// A commit or a tag is not larger.
const LARGEST: usize = 64 << 20;

impl Repository {
    /// Opens a git directory, a working tree, or the `.git` file of a linked worktree or a submodule. `common_dir` is
    /// where linked worktrees keep what they share, if that is not as the git directory says.
    ///
    /// # Errors
    /// Where there is no repository, or its format is not known.
    pub fn open(path: &Path, common_dir: Option<&Path>, places: &Places) -> Result<Self, Problem> {
        let git_dir = store::find_git_dir(path)?;
        let common_dir = common_dir.map_or_else(|| store::find_common_dir(&git_dir), |path| Ok(path.to_owned()))?;
        let config = config::read(&common_dir.join("config"))?;
        let directory = places.objects.clone().unwrap_or_else(|| common_dir.join("objects"));
        if !directory.is_dir() {
            return Err(Problem::new(Fault::Missing, directory.display(), "there is no directory of objects"));
        }
        let objects = Objects::new(directory, &places.alternates, config.format);
        Ok(Self { git_dir, common_dir, reftable: config.reftable, objects })
    }

    /// The git directory, which for a linked worktree is its own.
    #[must_use]
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// The git directory that linked worktrees share.
    #[must_use]
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// The objects.
    #[must_use]
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// The commit that HEAD is at; `None` before the first.
    ///
    /// # Errors
    /// If HEAD, or what it points at, cannot be read or is no ref.
    pub fn head(&self) -> Result<Option<Oid>, Problem> {
        if !self.reftable && self.git_dir.join("HEAD").symlink_metadata().is_err() {
            return Err(Problem::new(Fault::Missing, self.git_dir.join("HEAD").display(), "there is no HEAD"));
        }
        self.reference(b"HEAD")
    }

    /// What a ref of that full name points at in the end; `None` if there is no such ref.
    ///
    /// # Errors
    /// If it cannot be read, or points at nothing that could be.
    pub fn reference(&self, name: &[u8]) -> Result<Option<Oid>, Problem> {
        let mut name = name.to_vec();
        let mut refs = None;
        for _ in 0..MOST_HOPS {
            let target = if self.reftable {
                let refs = refs.get_or_insert_with(|| self.refs());
                refs.problems.first().cloned().map_or(Ok(()), Err)?;
                refs.targets.get(&name).cloned()
            } else {
                self.target(&name)?
            };
            match target {
                None => return Ok(None),
                Some(Target::Id(id)) => return Ok(Some(id)),
                Some(Target::Name(next)) => name = next,
            }
        }
        Err(Problem::new(Fault::Corrupt, shown(&name), "the ref leads in a circle"))
    }

    /// All refs of this repository, with what each points at.
    #[must_use]
    pub fn refs(&self) -> Refs {
        Refs::current(&self.git_dir, &self.common_dir, self.reftable)
    }

    /// The other parents of the merge that is in progress.
    ///
    /// # Errors
    /// If they are noted and cannot be read.
    pub fn merge_heads(&self) -> Result<Vec<Oid>, Problem> {
        self.ids_in(&self.git_dir.join("MERGE_HEAD"))
    }

    /// The commits at which history was cut off when it was fetched.
    ///
    /// # Errors
    /// If they are noted and cannot be read.
    pub fn shallow(&self) -> Result<HashSet<Oid>, Problem> {
        self.ids_in(&self.common_dir.join("shallow")).map(HashSet::from_iter)
    }

    /// A commit's content.
    ///
    /// # Errors
    /// If it cannot be read or is no commit.
    pub fn commit(&self, id: &Oid) -> Result<Vec<u8>, Problem> {
        self.objects.read_kind(id, Kind::Commit, LARGEST)
    }

    /// A commit's tree.
    ///
    /// # Errors
    /// If the commit cannot be read or has none.
    pub fn tree_of(&self, commit: &Oid) -> Result<Oid, Problem> {
        let tree = Commit::parse(&self.commit(commit)?).tree;
        tree.ok_or_else(|| Problem::new(Fault::Corrupt, format_args!("commit {commit}"), "it names no tree"))
    }

    /// What stands for an object when a commit is asked for: the tags on the way, each with its content, and the object
    /// that is no tag.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub fn peel(&self, id: &Oid) -> Result<Peeled, Problem> {
        let (mut tags, mut id) = (Vec::new(), *id);
        for _ in 0..=MOST_HOPS {
            let (kind, content) = self.objects.read(&id, usize::MAX)?;
            if kind != Kind::Tag {
                return Ok(Peeled { tags, id, kind });
            }
            let target = Tag::parse(&content).target;
            tags.push((id, content));
            id = target.ok_or_else(|| Problem::new(Fault::Corrupt, format_args!("tag {id}"), "it names no object"))?;
        }
        Err(Problem::new(Fault::Unsupported, format_args!("tag {id}"), "tags of tags go too deep"))
    }

    /// The object that a name stands for, as git reads it: an id or the start of one, a ref or the end of its name,
    /// followed by any number of `~`, `^`, `~n`, `^n` and `^{…}`.
    ///
    /// # Errors
    /// If nothing, or more than one object, is meant, or an object on the way cannot be read.
    pub fn resolve(&self, revision: &[u8]) -> Result<Oid, Problem> {
        let end = revision.iter().position(|byte| matches!(byte, b'~' | b'^')).unwrap_or(revision.len());
        let (name, mut steps) = revision.split_at(end);
        let mut id = self.named(name)?;
        while let Some((&step, rest)) = steps.split_first() {
            if let Some(kind) = rest.strip_prefix(b"{") {
                let close = kind.iter().position(|byte| *byte == b'}').ok_or_else(|| unknown(revision))?;
                id = self.peel_to(id, &kind[..close], revision)?;
                steps = &kind[close + 1..];
                continue;
            }
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let number = std::str::from_utf8(&rest[..digits]).ok().filter(|digits| !digits.is_empty());
            let number = number.map_or(Ok(1), |digits| digits.parse::<u32>().map_err(|_| unknown(revision)))?;
            id = self.step(id, step, number, revision)?;
            steps = &rest[digits..];
        }
        Ok(id)
    }

    fn step(&self, id: Oid, step: u8, number: u32, revision: &[u8]) -> Result<Oid, Problem> {
        let (times, parent) = if step == b'~' { (number, 1) } else { (1, number) };
        let mut id = self.peel(&id)?.id;
        for _ in 0..times {
            let content = self.commit(&id)?;
            if parent > 0 {
                let parents = Commit::parse(&content).parents;
                id = *parents.get(parent as usize - 1).ok_or_else(|| unknown(revision))?;
            }
        }
        Ok(id)
    }

    fn peel_to(&self, id: Oid, kind: &[u8], revision: &[u8]) -> Result<Oid, Problem> {
        let Peeled { id: peeled, kind: found, .. } = self.peel(&id)?;
        match kind {
            b"object" => Ok(id),
            b"" => Ok(peeled),
            b"tree" if found == Kind::Commit => self.tree_of(&peeled),
            kind if kind == found.name().as_bytes() => Ok(peeled),
            _ => Err(unknown(revision)),
        }
    }

    fn named(&self, name: &[u8]) -> Result<Oid, Problem> {
        if let Some(id) = Oid::from_hex(name).filter(|id| id.as_bytes().len() == self.objects.format().width()) {
            return Ok(id);
        }
        let name = if name == b"@" { b"HEAD" } else { name };
        let safe =
            !name.is_empty() && !name.starts_with(b"/") && !name.split(|byte| *byte == b'/').any(|part| part == b"..");
        let forms: [(&[u8], &[u8]); 6] = [
            (b"", b""),
            (b"refs/", b""),
            (b"refs/tags/", b""),
            (b"refs/heads/", b""),
            (b"refs/remotes/", b""),
            (b"refs/remotes/", b"/HEAD"),
        ];
        for (before, after) in forms.into_iter().filter(|_| safe && !name.contains(&0)) {
            // Only such names are refs outside of `refs/`: the others are files of git's own.
            let bare = before.is_empty() && !name.starts_with(b"refs/");
            if bare && !name.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_') {
                continue;
            }
            if let Some(id) = self.reference(&[before, name, after].concat())? {
                return Ok(id);
            }
        }
        self.abbreviated(name)
    }

    fn abbreviated(&self, name: &[u8]) -> Result<Oid, Problem> {
        const FEWEST: usize = 4;
        let described = name.windows(2).rposition(|pair| pair == b"-g").map_or(name, |at| &name[at + 2..]);
        let digits = std::str::from_utf8(described)
            .ok()
            .filter(|digits| digits.len() >= FEWEST && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let found = digits.map(|digits| self.objects.with_prefix(digits)).unwrap_or_default();
        let is_commit = |id: &&Oid| self.objects.read(id, LARGEST).is_ok_and(|(kind, _)| kind == Kind::Commit);
        match found.as_slice() {
            [] => Err(unknown(name)),
            [id] => Ok(*id),
            several => {
                let commits: Vec<_> = several.iter().filter(is_commit).collect();
                match commits.as_slice() {
                    [id] => Ok(**id),
                    _ => Err(Problem::new(Fault::Missing, shown(name), "more than one object is meant")),
                }
            }
        }
    }

    fn target(&self, name: &[u8]) -> Result<Option<Target>, Problem> {
        let own = !name.starts_with(b"refs/")
            || [&b"refs/bisect/"[..], b"refs/worktree/", b"refs/rewritten/"]
                .iter()
                .any(|start| name.starts_with(start));
        let path = if own { &self.git_dir } else { &self.common_dir }.join(store::to_path(name));
        if !path.is_file() {
            return self.packed(name);
        }
        let text = read_small(&path)?;
        let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii();
        if let Some(target) = line.strip_prefix(b"ref:") {
            return Ok(Some(Target::Name(target.trim_ascii().to_vec())));
        }
        let word = line.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        let id = Oid::from_hex(word);
        id.map(|id| Some(Target::Id(id)))
            .ok_or_else(|| Problem::new(Fault::Corrupt, path.display(), "it points at no object and no ref"))
    }

    fn packed(&self, name: &[u8]) -> Result<Option<Target>, Problem> {
        let path = self.common_dir.join("packed-refs");
        let text = match super::file::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Problem::unreadable(&path, &error)),
        };
        let wanted = [b" ", name, b"\n"].concat();
        let line_start = |at: usize| memchr::memrchr(b'\n', &text[..at]).map_or(0, |end| end + 1);
        let found = memchr::memmem::find_iter(&text, &wanted).map(|at| &text[line_start(at)..at]);
        Ok(found.filter_map(Oid::from_hex).next().map(Target::Id))
    }

    fn ids_in(&self, path: &Path) -> Result<Vec<Oid>, Problem> {
        if path.symlink_metadata().is_err() {
            return Ok(Vec::new());
        }
        let text = read_small(path)?;
        let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
        let id = |line| {
            Oid::from_hex(line).ok_or_else(|| Problem::new(Fault::Corrupt, path.display(), "a line of it is no id"))
        };
        lines.map(id).collect()
    }
}

fn unknown(name: &[u8]) -> Problem {
    Problem::new(Fault::Missing, shown(name), "no such revision")
}

/// A name as it may be shown.
fn shown(name: &[u8]) -> String {
    name.escape_ascii().to_string()
}
