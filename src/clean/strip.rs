//! Stripping: outputs, counts and volatile metadata cut out of a notebook, with no other byte changed.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Report;
use super::edit::{Edit, cuts};
use super::layout::{Cell, Layout, Member, elements, inside, members};
use crate::document::json::JsonError;

/// Metadata of a cell that changes without anybody meaning it.
const VOLATILE_IN_CELLS: [&str; 6] =
    ["collapsed", "ExecuteTime", "execution", "heading_collapsed", "hidden", "scrolled"];
/// Metadata of a notebook that changes without anybody meaning it.
const VOLATILE: [&str; 2] = ["signature", "widgets"];

/// What goes whether or not there is a value in it, and what stays of it.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    /// How much goes.
    pub extent: Extent,
    /// Whether execution counts stay.
    pub keep_count: bool,
    /// Whether cells keep their identifiers; else they are numbered, so that they tell nothing and stay the same.
    pub keep_id: bool,
    /// MIME types that stay in an output; `stream` and `error` stand for these kinds of output.
    pub keep_mime: Vec<String>,
    /// Outputs of at most so many bytes stay.
    pub keep_size: Option<usize>,
    /// Further metadata that goes, as paths: `metadata.celltoolbar`, `cell.metadata.vscode`.
    pub extra_keys: Vec<String>,
    /// Metadata that stays although it would go, as paths.
    pub keep_keys: Vec<String>,
}

/// How much stripping takes away.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Extent {
    /// Outputs and execution counts.
    #[default]
    Outputs,
    /// Volatile metadata and cells' identifiers too.
    All,
}

/// The edits that take out the dropped outputs, and what is to be stripped.
pub(super) fn edits<'a>(
    bytes: &[u8],
    layout: &Layout,
    dropped: &BTreeSet<(usize, usize)>,
    strip: Option<&Strip>,
    report: &mut Report,
) -> Result<Vec<Edit<'a>>, JsonError> {
    let mut stripper = Stripper { bytes, strip, report, edits: Vec::new() };
    let metadata = layout.top.iter().find(|member| &bytes[member.key.clone()] == b"metadata");
    let keeps_all = metadata.map_or(Ok(false), |metadata| stripper.says_keep(metadata.value.clone()))?;
    for (index, cell) in layout.cells.iter().enumerate() {
        let is_dropped = |output| dropped.contains(&(index, output));
        stripper.outputs(cell, keeps_all, is_dropped)?;
        if strip.is_some() {
            stripper.count(&cell.members);
        }
        if strip.is_some_and(|strip| strip.extent == Extent::All) {
            stripper.id(cell, index);
            stripper.metadata(cell.value(bytes, b"metadata"), "cell.metadata.", &VOLATILE_IN_CELLS)?;
        }
    }
    if strip.is_some_and(|strip| strip.extent == Extent::All) {
        stripper.metadata(metadata.map(|metadata| metadata.value.clone()), "metadata.", &VOLATILE)?;
    }
    Ok(stripper.edits)
}

struct Stripper<'s, 'a> {
    bytes: &'s [u8],
    strip: Option<&'s Strip>,
    report: &'s mut Report,
    edits: Vec<Edit<'a>>,
}

impl Stripper<'_, '_> {
    fn outputs(&mut self, cell: &Cell, keeps_all: bool, is_dropped: impl Fn(usize) -> bool) -> Result<(), JsonError> {
        let Some(array) = cell.value(self.bytes, b"outputs").filter(|_| !cell.outputs.is_empty()) else {
            return Ok(());
        };
        let metadata = cell.value(self.bytes, b"metadata");
        let keeps_cell = keeps_all || metadata.map_or(Ok(false), |metadata| self.says_keep(metadata))?;
        let mut kept = Vec::with_capacity(cell.outputs.len());
        for (index, output) in cell.outputs.iter().enumerate() {
            let keeps = self.strip.is_none() || keeps_cell || self.keeps_output(output)?;
            if keeps && !is_dropped(index) {
                kept.push(index);
                self.kept_output(output, keeps_cell)?;
            } else if !is_dropped(index) {
                self.report.stripped += 1;
            }
        }
        let keeps = |index| kept.binary_search(&index).is_ok();
        self.edits.extend(cuts(&cell.outputs, inside(&array), keeps).into_iter().map(Edit::cut));
        Ok(())
    }

    /// Whether metadata ask for outputs to stay: `keep_output`, `init_cell` or a tag `keep_output`.
    fn says_keep(&self, metadata: Range<usize>) -> Result<bool, JsonError> {
        for member in members(self.bytes, metadata)? {
            let value = &self.bytes[member.value.clone()];
            let says = match &self.bytes[member.key] {
                b"keep_output" | b"init_cell" => value == b"true",
                b"tags" => {
                    elements(self.bytes, member.value)?.into_iter().any(|tag| &self.bytes[tag] == b"\"keep_output\"")
                }
                _ => false,
            };
            if says {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn keeps_output(&self, output: &Range<usize>) -> Result<bool, JsonError> {
        let Some(strip) = self.strip else { return Ok(true) };
        let is_small = strip.keep_size.is_some_and(|size| output.len() <= size);
        if is_small || strip.keep_mime.is_empty() {
            return Ok(is_small);
        }
        let members = members(self.bytes, output.clone())?;
        let kind = self.value(&members, b"output_type").map(|kind| &self.bytes[kind]);
        let is_kept_kind = strip.keep_mime.iter().any(|mime| kind == Some(format!("\"{mime}\"").as_bytes()));
        Ok(is_kept_kind || self.data(&members)?.1.iter().any(|member| self.keeps_mime(member)))
    }

    /// Takes out of an output that stays the count, and the MIME types that need not stay.
    fn kept_output(&mut self, output: &Range<usize>, as_it_is: bool) -> Result<(), JsonError> {
        let Some(strip) = self.strip else { return Ok(()) };
        let members = members(self.bytes, output.clone())?;
        self.count(&members);
        let is_small = strip.keep_size.is_some_and(|size| output.len() <= size);
        let (object, data) = self.data(&members)?;
        let keeps_some = data.iter().any(|member| self.keeps_mime(member));
        if let Some(object) = object.filter(|_| keeps_some && !as_it_is && !is_small) {
            let items: Vec<_> = data.iter().map(Member::range).collect();
            let cuts = cuts(&items, inside(&object), |index| self.keeps_mime(&data[index]));
            self.report.stripped += usize::from(!cuts.is_empty());
            self.edits.extend(cuts.into_iter().map(Edit::cut));
        }
        Ok(())
    }

    fn data(&self, output: &[Member]) -> Result<(Option<Range<usize>>, Vec<Member>), JsonError> {
        let object = self.value(output, b"data");
        let data = object.clone().map_or(Ok(Vec::new()), |object| members(self.bytes, object))?;
        Ok((object, data))
    }

    fn keeps_mime(&self, member: &Member) -> bool {
        let mime = &self.bytes[member.key.clone()];
        self.strip.is_some_and(|strip| strip.keep_mime.iter().any(|kept| kept.as_bytes() == mime))
    }

    fn count(&mut self, members: &[Member]) {
        if self.strip.is_none_or(|strip| strip.keep_count) {
            return;
        }
        for key in [&b"execution_count"[..], b"prompt_number"] {
            if let Some(count) = self.value(members, key).filter(|count| &self.bytes[count.clone()] != b"null") {
                self.edits.push(Edit::new(count, &b"null"[..]));
                self.report.stripped += 1;
            }
        }
    }

    fn id(&mut self, cell: &Cell, index: usize) {
        if self.strip.is_none_or(|strip| strip.keep_id) {
            return;
        }
        let number = format!("\"{index}\"");
        if let Some(id) = cell.value(self.bytes, b"id").filter(|id| self.bytes[id.clone()] != *number.as_bytes()) {
            self.edits.push(Edit::new(id, number.into_bytes()));
            self.report.stripped += 1;
        }
    }

    fn metadata(&mut self, object: Option<Range<usize>>, prefix: &str, volatile: &[&str]) -> Result<(), JsonError> {
        let (Some(object), Some(strip)) = (object, self.strip) else { return Ok(()) };
        let extra = strip.extra_keys.iter().filter_map(|path| path.strip_prefix(prefix));
        let keeps = |path: &&str| !strip.keep_keys.iter().any(|kept| kept.strip_prefix(prefix) == Some(path));
        let paths: Vec<&str> = volatile.iter().copied().chain(extra).filter(keeps).collect();
        self.cut_paths(object, &paths)
    }

    /// Cuts the members at the ends of the paths out of an object. No path is longer than the options say it is.
    fn cut_paths(&mut self, object: Range<usize>, paths: &[&str]) -> Result<(), JsonError> {
        let members = members(self.bytes, object.clone())?;
        let is_cut = |member: &Member| paths.iter().any(|path| path.as_bytes() == &self.bytes[member.key.clone()]);
        let items: Vec<_> = members.iter().map(Member::range).collect();
        let cut = members.iter().filter(|member| is_cut(member)).count();
        let ranges =
            if cut == 0 { Vec::new() } else { cuts(&items, inside(&object), |index| !is_cut(&members[index])) };
        for member in members.iter().filter(|member| !is_cut(member)) {
            let below = paths.iter().filter_map(|path| path.split_once('.'));
            let below = below.filter(|(key, _)| key.as_bytes() == &self.bytes[member.key.clone()]);
            let below: Vec<&str> = below.map(|(_, rest)| rest).collect();
            if !below.is_empty() {
                self.cut_paths(member.value.clone(), &below)?;
            }
        }
        self.report.stripped += cut;
        self.edits.extend(ranges.into_iter().map(Edit::cut));
        Ok(())
    }

    fn value(&self, members: &[Member], key: &[u8]) -> Option<Range<usize>> {
        members.iter().find(|member| &self.bytes[member.key.clone()] == key).map(|member| member.value.clone())
    }
}
