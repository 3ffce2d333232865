//! `html`: one page with everything in it, without a script.

use std::io::{self, Write};

use super::Report;
use super::human::problem_text;
use super::text::{count_of, escape_markup, place_text, severity_text, value_text, visible};

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>tightlip</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #222; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #ddd; overflow-wrap: anywhere; }
code { font: 13px ui-monospace, monospace; }
.critical, .high { color: #b00020; font-weight: 600; }
.medium { color: #8a5a00; }
</style>
</head>
<body>
";

/// Writes the page.
///
/// # Errors
/// What the writer answers.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let outcome = report.outcome;
    out.write_all(HEAD.as_bytes())?;
    writeln!(out, "<h1>{}</h1>", count_of(outcome.findings.len() as u64, "finding"))?;
    writeln!(
        out,
        "<p>{}, {} bytes, {} allowed, {}</p>",
        count_of(outcome.files, "file"),
        outcome.bytes,
        outcome.suppressed.len(),
        count_of(outcome.problems.len() as u64, "problem")
    )?;
    if !outcome.findings.is_empty() {
        writeln!(out, "<table>\n<tr><th>Severity<th>What<th>Where<th>Line<th>Why and what to do</tr>")?;
        outcome.findings.iter().try_for_each(|finding| {
            let spec = finding.rule.spec();
            let value = visible(&value_text(finding, report.show_secrets));
            let severity = severity_text(spec.severity);
            writeln!(
                out,
                "<tr><td class=\"{severity}\">{severity}<td>{}<br><code>{}</code><td>{}<td><code>{}</code><td>{}<br>{}</tr>",
                escape_markup(&spec.name),
                escape_markup(&value),
                escape_markup(&place_text(finding)),
                escape_markup(&visible(&finding.excerpt)),
                escape_markup(&spec.why),
                escape_markup(&spec.fix),
            )
        })?;
        writeln!(out, "</table>")?;
    }
    if !outcome.problems.is_empty() {
        writeln!(out, "<h2>Problems</h2>\n<ul>")?;
        outcome.problems.iter().try_for_each(|one| writeln!(out, "<li>{}</li>", escape_markup(&problem_text(one))))?;
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</body>\n</html>")
}
