//! The broker where a process cannot be copied: a fetcher is this program, started
//! again for one request.

use std::io::Read as _;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Settings;
use crate::desk::{Course, Desk, Gone, Line, Lines};
use crate::handles;
use crate::request::MAX_LINE;

/// A fetcher at work.
struct Running {
    child: Child,
    is_cancelled: bool,
}

type Shared = Arc<Mutex<Option<Running>>>;

pub(crate) fn serve(settings: &Settings) -> ExitCode {
    #[expect(unsafe_code, reason = "there is one thread")]
    // SAFETY: this is the first thing that the process does.
    unsafe {
        crate::environment::clear();
    }
    colophon_confine::forbid_core_files();
    let running = Shared::default();
    let served = listen(settings, &running);
    end(&running);
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(Gone) => ExitCode::FAILURE,
    }
}

fn listen(settings: &Settings, running: &Shared) -> Result<(), Gone> {
    Desk::say(&format!("ready {}", env!("CARGO_PKG_VERSION")))?;
    let mut desk = Desk::default();
    let mut lines = Lines::default();
    let mut buffer = [0; 4096];
    let mut requests = handles::requests();
    loop {
        let n = match requests.read(&mut buffer) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Ok(0) | Err(_) => return Ok(()),
            Ok(n) => n,
        };
        for line in lines.take(&buffer[..n], MAX_LINE) {
            answer(line, &mut desk, settings, running)?;
        }
    }
}

fn end(running: &Shared) {
    if let Some(running) = &mut *running.lock().unwrap_or_else(PoisonError::into_inner) {
        running.is_cancelled = true;
        // It may have ended by itself.
        let _ended = running.child.kill();
    }
}

fn answer(line: Line, desk: &mut Desk, settings: &Settings, running: &Shared) -> Result<(), Gone> {
    if line.as_deref() == Some("stop") {
        end(running);
        return Ok(());
    }
    let mut slot = running.lock().unwrap_or_else(PoisonError::into_inner);
    if slot.is_some() {
        return Desk::say("error busy");
    }
    let request = line.and_then(|line| Some((desk.admit(&line)?, line)));
    let Some((request, line)) = request else {
        return Desk::say("error refused");
    };
    let started = std::env::current_exe().and_then(|own| {
        Command::new(own)
            .args(["--request", &line, "--patience"])
            .arg(settings.patience.as_secs_f64().to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
    });
    match started {
        Ok(child) => {
            *slot = Some(Running {
                child,
                is_cancelled: false,
            });
            let (course, running) = (Course::new(request), Arc::clone(running));
            std::thread::spawn(move || follow(course, &running));
            Ok(())
        }
        Err(error) => Desk::say(&format!("error refused no process: {error}")),
    }
}

/// Hands the lines of a fetcher on until it ends.
fn follow(mut course: Course, running: &Shared) {
    let locked = || running.lock().unwrap_or_else(PoisonError::into_inner);
    let pipe = locked()
        .as_mut()
        .and_then(|running| running.child.stdout.take());
    let mut lines = Lines::default();
    let mut buffer = [0; 4096];
    if let Some(mut pipe) = pipe {
        while let Ok(n @ 1..) = pipe.read(&mut buffer) {
            for line in lines.take(&buffer[..n], 2 * MAX_LINE).into_iter().flatten() {
                if let Some(line) = course.take(&line)
                    && Desk::say(line).is_err()
                {
                    std::process::exit(1);
                }
            }
        }
    }
    let mut slot = locked();
    if let Some(mut ended) = slot.take() {
        let _status = ended.child.wait();
        if ended.is_cancelled {
            course.cancel();
        }
    }
    if course.conclude().is_err() {
        std::process::exit(1);
    }
}
