//! Notebooks that are plain text: where their cells are.

use std::ops::Range;

use crate::document::map::OffsetMap;
use crate::document::region::Region;
use crate::document::{Emit, Item};

/// How a notebook that is plain text may tell its cells, by its name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TextForm {
    /// Fenced chunks: R Markdown, Quarto.
    Chunks,
    /// Markdown, which has chunks if jupytext says so: MyST.
    Markdown,
    /// Marks in a script: Databricks' `# COMMAND ----------`, `# %%` and `# +` of jupytext, marimo's `@app.cell`.
    Script,
}

impl TextForm {
    /// The form that the name of a file allows.
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        let extension = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default().to_ascii_lowercase();
        match extension.as_slice() {
            b"rmd" | b"qmd" => Some(Self::Chunks),
            b"md" => Some(Self::Markdown),
            b"py" | b"r" | b"jl" | b"sql" | b"scala" => Some(Self::Script),
            _ => None,
        }
    }
}

/// Hands over the cells of a text, if it is a notebook of that form; says whether it is.
pub(super) fn read_text(form: TextForm, root: &Region<'_>, emit: &mut Emit<'_>) -> bool {
    let cells = cells_of_text(root.text, form);
    for (number, range) in cells.iter().enumerate() {
        let map = OffsetMap::identity(range.start, range.len());
        let mut cell = root.child(&root.text[range.clone()], &map);
        cell.part.cell = Some(number);
        emit(Item::Text(&cell));
    }
    !cells.is_empty()
}

/// The cells of a text notebook, in order and without gaps; none when the text is no such notebook.
fn cells_of_text(text: &[u8], form: TextForm) -> Vec<Range<usize>> {
    let starts = match form {
        TextForm::Chunks => chunk_starts(text, false),
        TextForm::Markdown => chunk_starts(text, true),
        TextForm::Script => script_starts(text),
    };
    between(&starts, text.len())
}

/// Cells from the offsets at which they start; what comes before the first belongs to it.
fn between(starts: &[usize], end: usize) -> Vec<Range<usize>> {
    let mut cells = Vec::with_capacity(starts.len());
    let mut from = 0;
    for next in starts.iter().skip(1).copied().chain([end]) {
        if from < next && !starts.is_empty() {
            cells.push(from..next);
        }
        from = next;
    }
    cells
}

fn lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    text.split_inclusive(|byte| *byte == b'\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_ascii_end())
    })
}

fn script_starts(text: &[u8]) -> Vec<usize> {
    let is_databricks = lines(text).next().is_some_and(|(_, line)| line.ends_with(b" Databricks notebook source"));
    if is_databricks {
        let commands = lines(text).filter(|(_, line)| line.ends_with(b" COMMAND ----------"));
        return [0].into_iter().chain(commands.map(|(start, line)| start + line.len())).collect();
    }
    if memchr::memmem::find(text, b"marimo.App(").is_some() {
        return starts_where(text, |line| line.starts_with(b"@app.cell") || line.starts_with(b"with app.setup"));
    }
    let percent = starts_where(text, |line| line.starts_with(b"# %%") || line.starts_with(b"#%%"));
    if !percent.is_empty() {
        return percent;
    }
    let is_light = memchr::memmem::find(text, b"#   jupytext:").is_some();
    if is_light { starts_where(text, |line| line == b"# +" || line.starts_with(b"# + ")) } else { Vec::new() }
}

fn starts_where(text: &[u8], is_start: impl Fn(&[u8]) -> bool) -> Vec<usize> {
    lines(text).filter(|(_, line)| is_start(line)).map(|(start, _)| start).collect()
}

/// Chunks and the prose between them. A Markdown file has them only if it says that it is a notebook.
fn chunk_starts(text: &[u8], must_say: bool) -> Vec<usize> {
    if must_say && memchr::memmem::find(text, b"jupytext:").is_none() {
        return Vec::new();
    }
    let mut starts = vec![0];
    let mut fence = None;
    for (start, line) in lines(text) {
        let ticks = line.iter().take_while(|byte| matches!(byte, b'`' | b'~')).count();
        match fence {
            None if ticks >= 3 && line.get(ticks) == Some(&b'{') => {
                fence = Some(ticks);
                starts.push(start);
            }
            Some(open) if ticks >= open && ticks == line.len() => {
                fence = None;
                starts.push(start + line.len());
            }
            _ => {}
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
        TextForm::of(name.as_bytes())
            .map(|form| cells_of_text(text.as_bytes(), form))
            .unwrap_or_default()
            .into_iter()
            .map(|cell| text[cell].trim())
            .collect()
    }

    #[test]
    fn databricks_source() {
        let text =
            "# Databricks notebook source\na = 1\n\n# COMMAND ----------\n\n# MAGIC %sh ls\n# COMMAND ----------\nb";
        let found = cells(text, "etl/load.py");
        assert_eq!(found.len(), 3);
        assert_eq!(found[1], "# MAGIC %sh ls\n# COMMAND ----------");
        assert_eq!(found[2], "b");
    }

    #[test]
    fn percent_and_light_scripts() {
        assert_eq!(cells("# %%\na\n# %% [markdown]\n# b\n", "n.py"), ["# %%\na", "# %% [markdown]\n# b"]);
        let light = "# ---\n# jupyter:\n#   jupytext:\n# ---\n# +\na\n\n# + tags=[]\nb\n";
        assert_eq!(cells(light, "n.py").len(), 2);
        assert!(cells("a = 1\n# + b\n", "n.py").is_empty());
    }

    #[test]
    fn fenced_chunks() {
        let text = "---\ntitle: x\n---\nHello\n```{r setup}\nkey <- 1\n```\nBye\n";
        assert_eq!(cells(text, "report.Rmd"), ["---\ntitle: x\n---\nHello", "```{r setup}\nkey <- 1\n```", "Bye"]);
        assert!(cells(text, "README.md").is_empty());
    }

    #[test]
    fn cells_are_handed_over_by_number() {
        let text = b"# %%\na\n# %%\nb\n";
        let map = OffsetMap::identity(0, text.len());
        let root = Region::root(text, &map, crate::document::Setting::default());
        let mut seen = Vec::new();
        let is_notebook = read_text(TextForm::Script, &root, &mut |item| {
            let Item::Text(cell) = item else { return };
            seen.push((cell.part.cell, cell.own_line(5), cell.locate(5..6).line));
        });
        assert!(is_notebook);
        assert_eq!(seen, [(Some(0), 2, 2), (Some(1), 2, 4)]);
        assert_eq!(TextForm::of(b"n.txt"), None);
    }

    #[test]
    fn marimo() {
        let text = "import marimo\napp = marimo.App()\n\n@app.cell\ndef _():\n    a\n\n@app.cell\ndef _():\n    b\n";
        assert_eq!(cells(text, "n.py").len(), 2);
        assert!(cells(text, "n.txt").is_empty());
    }
}
