//! Standard input, or whatever else can be read only once.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use bstr::BString;

use crate::document::{self, MOST_WHOLE};
use crate::engine::Engine;
use crate::error::{Problem, ProblemKind};
use crate::finding::Origin;
use crate::scan::{self, LARGE, Options, Outcome};

/// Scans `input` to its end, under the name by which it is judged and told. A long input is never held as a whole.
#[must_use]
pub fn scan(engine: &Engine, options: &Options, name: &[u8], input: &mut dyn Read) -> Outcome {
    let origin = Arc::new(Origin { path: BString::from(name), ..Origin::default() });
    let mut outcome = Outcome::default();
    if let Err(error) = scan_into(engine, options, &origin, input, &mut outcome) {
        outcome.problems.push(scan::unreadable(&origin, &error));
    }
    outcome
}

fn scan_into(
    engine: &Engine,
    options: &Options,
    origin: &Arc<Origin>,
    input: &mut dyn Read,
    outcome: &mut Outcome,
) -> io::Result<()> {
    let mut head = Vec::new();
    (&mut *input).take(LARGE).read_to_end(&mut head)?;
    let is_long = head.len() as u64 == LARGE;
    // The end of a stream comes too late to tell what it is.
    let needs_whole = is_long && document::needs_whole(&origin.path, &head, &[]);
    if needs_whole {
        (&mut *input).take(MOST_WHOLE - LARGE).read_to_end(&mut head)?;
    }
    if !is_long || (needs_whole && (head.len() as u64) < MOST_WHOLE) {
        scan::scan_bytes(engine, options, origin, &head, outcome);
        return Ok(());
    }
    if needs_whole {
        let message = "too long to be read as a whole; read as plain text";
        outcome.problems.push(Problem::new(origin.path.as_ref(), ProblemKind::Limit, message));
    }
    scan::scan_stream(engine, options, origin, &mut Cursor::new(head).chain(input), outcome);
    Ok(())
}
