//! Running other programs: in plain sight, from the root of the checkout, with errors that name what was tried.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    thread,
};

/// What a step says when it cannot be done: sentences for a person.
pub type Outcome<T = ()> = Result<T, String>;

/// The root of the checkout.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask lies in the root of the checkout").to_owned()
}

/// `cargo`, the one that runs us where there is one.
pub fn cargo() -> Command {
    in_root(std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from))
}

/// A program that runs in the root of the checkout.
pub fn in_root(program: impl Into<PathBuf>) -> Command {
    let mut command = Command::new(program.into());
    command.current_dir(root());
    command
}

pub fn say(line: &str) {
    eprintln!("\x1b[1m»\x1b[0m {line}");
}

/// Runs to the end with the terminal's own input and output.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("failed ({status}): {}", line_of(command))) }
}

/// Runs quietly and returns what it wrote to standard output.
pub fn read(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| cannot_start(command, &error))?;
    if !output.status.success() {
        return Err(format!("failed ({}): {}", output.status, line_of(command)));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("wrote something that is not text: {}", line_of(command)))
}

/// Runs in plain sight and hands every line to `watch` as well, so that a summary can repeat the closing ones.
pub fn run_watched(command: &mut Command, watch: impl FnMut(&str) + Send + 'static) -> Outcome {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    let watch = Arc::new(Mutex::new(watch));
    let out = child.stdout.take().map(|stream| pass_on(stream, std::io::stdout(), Arc::clone(&watch)));
    let err = child.stderr.take().map(|stream| pass_on(stream, std::io::stderr(), watch));
    let status = child.wait().map_err(|error| cannot_start(command, &error))?;
    for reader in [out, err].into_iter().flatten() {
        reader.join().map_err(|_| "the reader of the output failed".to_owned())?;
    }
    if status.success() { Ok(()) } else { Err(format!("failed ({status}): {}", line_of(command))) }
}

fn pass_on<W: FnMut(&str) + Send + 'static>(
    stream: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    watch: Arc<Mutex<W>>,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
            // Nobody left to read it is no reason to stop the work.
            let _ = to.write_all(&line);
            (watch.lock().expect("a watcher does not panic"))(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
    })
}

/// Whether a program of this name can be found.
pub fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

pub fn is_root() -> bool {
    read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot be started ({error}): {}", line_of(command))
}

fn line_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
