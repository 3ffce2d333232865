//! Standard input, or whatever else can be read only once.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use bstr::BString;

use crate::document;
use crate::engine::Engine;
use crate::error::{Problem, ProblemKind};
use crate::finding::Origin;
use crate::scan::{self, LARGE, Options, Outcome};

/// What must be read as a whole is read up to this length, in bytes.
const LONGEST_WHOLE: u64 = 512 << 20;

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
    let limit = if document::needs_whole(&origin.path) { LONGEST_WHOLE } else { LARGE };
    let mut head = Vec::new();
    (&mut *input).take(limit).read_to_end(&mut head)?;
    if (head.len() as u64) < limit {
        scan::scan_bytes(engine, options, origin, &head, outcome);
        return Ok(());
    }
    if limit == LONGEST_WHOLE {
        let message = "too long to be read as a whole; read as plain text";
        outcome.problems.push(Problem::new(origin.path.as_ref(), ProblemKind::Limit, message));
    }
    scan::scan_stream(engine, options, origin, &mut Cursor::new(head).chain(input), outcome);
    Ok(())
}
