//! The command line.
//!
//! What needs the engine (channels, monitors, imports) is asked of the running server over its local socket, or of one that is started for
//! the moment; so the command line does what the API does and nothing else. What needs only the database (people, backup) goes straight to
//! the store. Results go to standard output, everything else to standard error.

mod arguments;
mod backup;
mod channels;
mod imports;
mod link;
mod listening;
mod monitors;
mod output;
mod people;
mod serve;
mod triage;

pub(crate) use output::print;

use arguments::{Arguments, Command};
use clap::Parser as _;
use std::process::ExitCode;

/// As the parser of arguments ends the program.
const ARGUMENTS_UNREADABLE: u8 = 2;

/// Runs what the arguments say.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            if error.is::<listening::BadQuery>() { ExitCode::from(ARGUMENTS_UNREADABLE) } else { ExitCode::FAILURE }
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let place = arguments.place;
    match arguments.command {
        Command::Serve(options) => serve::serve(place, options),
        Command::Openapi => output::print(&crate::http::description_text()),
        Command::CheckConfig => serve::check_config(&place),
        Command::Triage(options) => triage::triage(&options),
        Command::Restore(options) => backup::restore(&place, &options),
        Command::Backup(options) => block_on(backup::backup(place, options)),
        Command::User(command) => block_on(people::user(place, command)),
        Command::Brand(command) => block_on(people::brand(place, command)),
        Command::Channel(command) => block_on(channels::channel(place, command)),
        Command::Monitor(command) => block_on(monitors::monitor(place, command)),
        Command::Import(options) => block_on(imports::import(place, options)),
        Command::Bench(options) => block_on(async move { crate::bench::run(&options.into()).await }),
    }
}

fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
