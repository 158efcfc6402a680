//! Commands on a terminal: what a person sees there, and types.

use std::process::Command;

use serde_json::{Value, json};

/// Runs a command on a terminal of its own. Before each answer it waits for the
/// question, and looks for a moment at what else is drawn.
const DRIVER: &str = r#"
import fcntl, json, os, pty, select, struct, sys, termios, time
call, dialog = json.loads(sys.argv[1])
pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execvp(call[0], call)
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
seen, looked, late = b"", 0, []
def read(seconds):
    ready = select.select([fd], [], [], seconds)[0]
    try:
        return os.read(fd, 65536) if ready else b""
    except OSError:
        return False
def wait(question):
    global seen
    end = time.time() + 60
    while question.encode() not in seen[looked:] and time.time() < end:
        more = read(1)
        if more is False:
            return False
        seen += more
    return question.encode() in seen[looked:]
for question, answer in dialog:
    if not wait(question):
        break
    looked = seen.index(question.encode(), looked) + len(question.encode())
    # A bar is drawn ten times a second.
    end = time.time() + 0.5
    while time.time() < end:
        seen += read(0.1) or b""
    late.append(seen[looked:].decode(errors="replace"))
    looked = len(seen)
    os.write(fd, answer.encode() + b"\n")
end = time.time() + 60
while time.time() < end:
    more = read(1)
    if more is False:
        break
    seen += more
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps({"code": code, "seen": seen.decode(errors="replace"), "late": late}))
"#;

/// What was seen on a terminal.
#[derive(Debug)]
pub struct Seen {
    /// The exit code.
    pub code: i64,
    /// All that was drawn.
    pub text: String,
    /// What was drawn after each question, before the answer.
    pub late: Vec<String>,
}

/// Runs a command on a terminal and answers its questions; none if there is no python3
/// with terminals.
pub fn on_terminal(command: &Command, dialog: &[(&str, &str)]) -> Option<Seen> {
    let mut python = Command::new("python3");
    let there = python.args(["-c", "import pty, termios"]).output();
    if !there.is_ok_and(|it| it.status.success()) {
        return None;
    }
    let mut call = vec![command.get_program().to_str().unwrap()];
    call.extend(command.get_args().map(|it| it.to_str().unwrap()));
    let mut python = Command::new("python3");
    python.args(["-c", DRIVER, &json!([call, dialog]).to_string()]);
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => python.env(name, value),
            None => python.env_remove(name),
        };
    }
    // What runs python3 may look for its own files there.
    python.env("HOME", std::env::var_os("HOME").unwrap_or_default());
    let done = python.output().unwrap();
    let seen: Value = serde_json::from_slice(&done.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&done.stderr));
    });
    let late = seen["late"].as_array().unwrap().iter();
    Some(Seen {
        code: seen["code"].as_i64().unwrap(),
        text: seen["seen"].as_str().unwrap().to_owned(),
        late: late.map(|it| it.as_str().unwrap().to_owned()).collect(),
    })
}
