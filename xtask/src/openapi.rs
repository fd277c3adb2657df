//! The API's description is written by the server; the web client's types are written from it.

use crate::{
    node,
    shell::{self, Outcome, in_root, root},
    start,
};
use std::fs;

const DESCRIPTION: &str = "web/src/api/openapi.json";
const TYPES: &str = "web/src/api/schema.d.ts";

/// Writes the description and the types anew.
pub fn write() -> Outcome {
    let path = root().join(DESCRIPTION);
    fs::write(&path, from_server()?).map_err(|error| format!("{}: {error}", path.display()))?;
    node::require()?;
    node::install("web")?;
    shell::run(node::npm("web").args(["run", "schema", "--silent"]))?;
    shell::say(&format!("{DESCRIPTION} and the client's types are new."));
    Ok(())
}

/// Fails when the committed description is not what the server says, or the types are not what the description says.
pub fn compare() -> Outcome {
    same(DESCRIPTION, &from_server()?)?;
    node::require()?;
    node::install("web")?;
    same(TYPES, &shell::read(node::npm("web").args(["exec", "--silent", "--", "openapi-typescript", "src/api/openapi.json"]))?)
}

fn same(path: &str, expected: &str) -> Outcome {
    let committed = fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}"))?;
    if committed == expected {
        return Ok(());
    }
    Err(format!("{path} is not what the server says. Run `cargo xtask openapi`, look at the difference, and commit it."))
}

fn from_server() -> Outcome<String> {
    shell::read(in_root(start::program_of_tests()?).arg("openapi"))
}
