//! What happens while a scan runs: a bar on a terminal's standard error, and the wish to stop.

use std::io::{self, IsTerminal};
use std::process;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use tightlip::progress::Progress;

/// A scan that takes longer than this shows how far it is.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the bar moves.
const TICK: Duration = Duration::from_millis(100);
/// How long a scan that was asked to stop may take for it.
const GRACE: Duration = Duration::from_secs(5);

/// Runs a scan, shows how far it is, and asks it to stop at Ctrl-C.
pub(crate) fn watched<T>(progress: &Arc<Progress>, quiet: bool, scan: impl FnOnce() -> T) -> T {
    stop_at_interrupt(progress);
    if quiet || !io::stderr().is_terminal() {
        return scan();
    }
    let (done, is_done) = mpsc::channel::<()>();
    let shown = Arc::clone(progress);
    let bar = thread::spawn(move || {
        if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            show(&shown, &is_done);
        }
    });
    let result = scan();
    drop(done);
    drop(bar.join());
    result
}

fn show(progress: &Progress, is_done: &mpsc::Receiver<()>) {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    while is_done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        let (files, bytes) = progress.read();
        bar.set_message(format!("{} files, {}", HumanCount(files), HumanBytes(bytes)));
        bar.tick();
    }
    bar.finish_and_clear();
}

/// At Ctrl-C the scan ends with what it has; where it hangs in a read, the program ends without.
fn stop_at_interrupt(progress: &Arc<Progress>) {
    let progress = Arc::clone(progress);
    // That no handler can be set only means that Ctrl-C ends the program at once.
    drop(ctrlc::set_handler(move || {
        if progress.is_stopped() {
            end();
        }
        progress.stop();
        thread::spawn(|| {
            thread::sleep(GRACE);
            end();
        });
    }));
}

#[expect(clippy::exit, reason = "the main thread hangs in a read that cannot be called off")]
fn end() {
    anstream::eprintln!("tightlip: stopped");
    process::exit(2);
}
