//! tightlip keeps credentials and personal data out of git.
//!
//! Read [`scan`] first: it has the whole pipeline on one screen. Then [`document`] says what bytes mean, [`engine`] what is
//! found in them, [`rules`] what there is to find, [`validate`] what proves a value, [`suppress`] what is not told, and
//! [`report`] how the rest is. [`source`] is where bytes come from, and [`clean`] takes values out of files.
//!
//! # Scanning bytes
//!
//! ```
//! use tightlip::engine::Engine;
//! use tightlip::finding::Origin;
//! use tightlip::rules::RuleSet;
//! use tightlip::scan::{Options, Outcome, scan_bytes};
//!
//! let engine = Engine::new(RuleSet::builtin());
//! let options = Options::on("2026-01-01".parse().expect("a date"));
//! let text = format!("SSN: {}\n", [536, 22, 8726].map(|group: u32| group.to_string()).join("-"));
//! let mut outcome = Outcome::default();
//! scan_bytes(&engine, &options, &Origin::default().into(), text.as_bytes(), &mut outcome);
//! outcome.finish();
//! assert_eq!(outcome.findings[0].rule.id(), "us-ssn");
//! assert_eq!(outcome.findings[0].redacted(), "[US_SSN]");
//! assert_eq!(outcome.findings[0].location.column, 6);
//! ```
//!
//! # Scanning a folder and writing a report
//!
//! ```
//! # use tightlip::{engine::Engine, rules::RuleSet, scan::Options};
//! use tightlip::report::{Format, Report};
//! use tightlip::source::worktree::Worktree;
//!
//! # let engine = Engine::new(RuleSet::builtin());
//! # let options = Options::on("2026-01-01".parse().expect("a date"));
//! let folder = std::path::absolute("src/report")?;
//! let mut outcome = Worktree::of(vec![folder.clone()], folder).scan(&engine, &options);
//! outcome.finish();
//! let report = Report { outcome: &outcome, show_secrets: false, color: false, elapsed: None };
//! let mut sarif = Vec::new();
//! report.write(Format::Sarif, &mut sarif)?;
//! assert!(outcome.files > 0 && !outcome.is_incomplete());
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # Rules of one's own
//!
//! ```
//! use tightlip::rules::{self, RuleSet};
//!
//! let mut rules = RuleSet::builtin();
//! rules.retain(|rule| rule.answers_to("pii.bank"));
//! let error = rules::parse("acme.toml", "[[rule]]\nseverty = 'high'").expect_err("a key is misspelt");
//! assert_eq!(error.to_string(), "acme.toml:2: unknown field `severty`; did you mean `severity`?");
//! ```

pub mod clean;
pub mod config;
mod copies;
pub mod document;
pub mod engine;
pub mod error;
pub mod excerpt;
pub mod finding;
pub mod progress;
pub mod report;
pub mod rules;
pub mod scan;
pub mod source;
pub mod suppress;
mod toml_fault;
pub mod validate;
