//! The broker where a process can be copied.
//!
//! It has one thread, so that a copy of it is whole: the fetcher goes on in the
//! copy and never returns. The copy is closed to other processes from its first
//! instruction, which a program that is started again is not.

use std::process::ExitCode;

use crate::Settings;

#[cfg(not(target_os = "linux"))]
pub(crate) fn serve(settings: &Settings) -> ExitCode {
    crate::portable::serve(settings)
}

#[cfg(target_os = "linux")]
pub(crate) fn serve(settings: &Settings) -> ExitCode {
    match linux::serve(settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::File;
    use std::io::{self, Read as _};
    use std::os::fd::OwnedFd;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::fs::{Mode, OFlags, open};
    use rustix::pipe::{PipeFlags, pipe_with};
    use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
    use rustix::stdio;

    use crate::Settings;
    use crate::desk::{Course, Desk, Gone, Line, Lines};
    use crate::fetcher;
    use crate::report::Report;
    use crate::request::{MAX_LINE, Request};

    /// A fetcher at work.
    struct Child {
        pid: Pid,
        pipe: File,
        lines: Lines,
        course: Course,
    }

    /// Why the broker ends.
    #[derive(Debug)]
    pub(super) struct Ended;

    impl From<Gone> for Ended {
        fn from(_: Gone) -> Self {
            Self
        }
    }

    pub(super) fn serve(settings: &Settings) -> Result<(), Ended> {
        #[expect(unsafe_code, reason = "nothing is open and there is one thread")]
        // SAFETY: this is the first thing that the process does. The runtime has
        // opened nothing above the standard streams and started no thread.
        unsafe {
            crate::environment::clear();
            colophon_confine::enter_broker().map_err(|_| Ended)?;
        }
        Desk::say(&format!("ready {}", env!("CARGO_PKG_VERSION")))?;
        let mut desk = Desk::default();
        let mut lines = Lines::default();
        let mut child: Option<Child> = None;
        let outcome = loop {
            match turn(&mut desk, &mut lines, &mut child, settings) {
                Ok(true) => {}
                Ok(false) => break Ok(()),
                Err(ended) => break Err(ended),
            }
        };
        if let Some(mut child) = child {
            child.end();
            child.course.record();
        }
        outcome
    }

    /// Waits for something to happen and deals with it. Returns whether the
    /// program is still there.
    fn turn(
        desk: &mut Desk,
        lines: &mut Lines,
        child: &mut Option<Child>,
        settings: &Settings,
    ) -> Result<bool, Ended> {
        let mut buffer = [0; 4096];
        let requests = stdio::stdin();
        let (has_request, has_report) = {
            let mut fds = vec![PollFd::new(&requests, PollFlags::IN)];
            fds.extend(
                child
                    .as_ref()
                    .map(|child| PollFd::new(&child.pipe, PollFlags::IN)),
            );
            match poll(&mut fds, None) {
                Err(rustix::io::Errno::INTR) => return Ok(true),
                Err(_) => return Err(Ended),
                Ok(_) => {}
            }
            let has = |fd: Option<&PollFd>| fd.is_some_and(|fd| !fd.revents().is_empty());
            (has(fds.first()), has(fds.get(1)))
        };
        if has_request {
            let n = match rustix::io::read(requests, &mut buffer) {
                Err(rustix::io::Errno::INTR) => return Ok(true),
                Ok(0) | Err(_) => return Ok(false),
                Ok(n) => n,
            };
            for line in lines.take(&buffer[..n], MAX_LINE) {
                answer(line, desk, child, settings)?;
            }
        }
        if has_report && let Some(running) = child {
            let n = match running.pipe.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(true),
                Err(_) => 0,
                Ok(n) => n,
            };
            running.relay(&buffer[..n])?;
            if n == 0
                && let Some(mut ended) = child.take()
            {
                ended.end();
                ended.course.conclude()?;
            }
        }
        Ok(true)
    }

    fn answer(
        line: Line,
        desk: &mut Desk,
        child: &mut Option<Child>,
        settings: &Settings,
    ) -> Result<(), Ended> {
        if line.as_deref() == Some("stop") {
            // A request that has just ended has been answered.
            if let Some(mut child) = child.take() {
                child.end();
                child.course.cancel();
                child.course.conclude()?;
            }
            return Ok(());
        }
        if child.is_some() {
            return Ok(Desk::say("error busy")?);
        }
        let Some(request) = line.and_then(|line| desk.admit(&line)) else {
            return Ok(Desk::say("error refused")?);
        };
        match start(request, settings) {
            Ok(begun) => *child = Some(begun),
            Err(error) => Desk::say(&format!("error refused no process: {error}"))?,
        }
        Ok(())
    }

    impl Child {
        /// Takes bytes of the fetcher and hands its lines on.
        fn relay(&mut self, bytes: &[u8]) -> Result<(), Ended> {
            for line in self.lines.take(bytes, 2 * MAX_LINE).into_iter().flatten() {
                if let Some(line) = self.course.take(&line) {
                    Desk::say(line)?;
                }
            }
            Ok(())
        }

        /// Ends the process, which may have ended already, and takes note of what
        /// it still had to say.
        fn end(&mut self) {
            let _ended = kill_process(self.pid, Signal::KILL);
            let wait = || waitpid(Some(self.pid), WaitOptions::empty());
            while wait().is_err_and(|error| error == rustix::io::Errno::INTR) {}
            let mut rest = Vec::new();
            let _broken = self.pipe.read_to_end(&mut rest);
            for line in self.lines.take(&rest, 2 * MAX_LINE).into_iter().flatten() {
                let _too_late = self.course.take(&line);
            }
        }
    }

    /// Starts a fetcher: a copy of this process that carries the request out.
    fn start(request: Request, settings: &Settings) -> io::Result<Child> {
        let (from, to) = pipe_with(PipeFlags::CLOEXEC)?;
        let broker = rustix::process::getpid();
        // SAFETY: this process has one thread, so that the copy has no lock that
        // nobody will open. It never returns from here.
        #[expect(unsafe_code, reason = "there is no safe way to copy a process")]
        let pid = unsafe { libc::fork() };
        match pid {
            -1 => Err(io::Error::last_os_error()),
            0 => {
                drop(from);
                fetch(&request, broker, to, settings);
                std::process::exit(0)
            }
            pid => Ok(Child {
                pid: Pid::from_raw(pid).ok_or(io::ErrorKind::Other)?,
                pipe: File::from(from),
                lines: Lines::default(),
                course: Course::new(request),
            }),
        }
    }

    /// What the copy does.
    fn fetch(request: &Request, broker: Pid, to: OwnedFd, settings: &Settings) {
        if colophon_confine::tie_to(broker.as_raw_nonzero().get()).is_err() {
            return;
        }
        // It has no business with the program.
        let Ok(nothing) = open("/dev/null", OFlags::RDWR | OFlags::CLOEXEC, Mode::empty()) else {
            return;
        };
        let closed = [
            stdio::dup2_stdin(&nothing),
            stdio::dup2_stdout(&nothing),
            stdio::dup2_stderr(&nothing),
        ];
        if closed.iter().any(Result::is_err) {
            return;
        }
        drop(nothing);
        let report = Report::new(Box::new(File::from(to)));
        fetcher::run(request, settings.patience, report);
    }
}
