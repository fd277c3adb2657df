//! A PostgreSQL server for the run: one that is named by `ANSWERABLE_TEST_POSTGRES`, or a throwaway cluster from the installed programs.
#![expect(clippy::disallowed_methods, reason = "where the server for the tests is, only the environment of the run knows")]

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    net::TcpListener,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

pub struct Server {
    /// Without a database: `postgres://postgres@127.0.0.1:1234`.
    base: String,
    cluster: Option<Cluster>,
}

struct Cluster {
    folder: tempfile::TempDir,
    programs: PathBuf,
    user: Option<(u32, u32)>,
}

impl Server {
    /// `None`: there is none to be had.
    pub fn start() -> Option<Self> {
        if let Ok(address) = std::env::var("ANSWERABLE_TEST_POSTGRES") {
            let base = address.rsplit_once('/').map_or(address.clone(), |(base, database)| {
                if database.contains('@') || base.ends_with('/') { address.clone() } else { base.to_owned() }
            });
            return Some(Self { base, cluster: None });
        }
        let programs = programs()?;
        let cluster = Cluster { folder: tempfile::tempdir().expect("a folder for the cluster"), programs, user: unprivileged() };
        let port = cluster.start();
        Some(Self { base: format!("postgres://postgres@127.0.0.1:{port}"), cluster: Some(cluster) })
    }

    pub fn address(&self, database: &str) -> String {
        format!("{}/{database}", self.base)
    }

    pub async fn run(&self, text: &str) {
        run(&self.address("postgres"), text).await;
    }
}

pub async fn run(address: &str, text: &str) {
    let mut connection = PgConnection::connect(address).await.expect("the server answers");
    sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut connection).await.expect("the statement runs");
    connection.close().await.expect("the connection closes");
}

impl Cluster {
    /// Returns the port.
    fn start(&self) -> u16 {
        if let Some((uid, gid)) = self.user {
            std::os::unix::fs::chown(self.folder.path(), Some(uid), Some(gid)).expect("root may give its folder away");
        }
        self.run("initdb", &["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let options =
            format!("-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off -c max_connections=200");
        let log = self.folder.path().join("log");
        self.run("pg_ctl", &["start", "--wait", "--silent", "--options", &options, "--log", log.to_str().expect("a UTF-8 path")]);
        port
    }

    /// Runs one of PostgreSQL's programs on the cluster, as somebody who is not root.
    fn run(&self, program: &str, arguments: &[&str]) {
        let folder = self.folder.path().join("data");
        let mut command = Command::new(self.programs.join(program));
        command.arg("--pgdata").arg(&folder).args(arguments).current_dir(self.folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        let status = command.status().expect("the program runs");
        assert!(status.success(), "{program} failed; log: {}", std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(cluster) = &self.cluster {
            cluster.run("pg_ctl", &["stop", "--mode=immediate", "--silent"]);
        }
    }
}

/// The newest installed, or what is in the path.
fn programs() -> Option<PathBuf> {
    let mut installed: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let folder = entry.ok()?.path();
            Some((folder.file_name()?.to_str()?.parse().ok()?, folder.join("bin")))
        })
        .filter(|(version, folder)| *version >= 15 && has_programs(folder))
        .collect();
    installed.sort();
    let in_path = || std::env::split_paths(&std::env::var_os("PATH")?).find(|folder| has_programs(folder));
    installed.pop().map(|(_, folder)| folder).or_else(in_path)
}

fn has_programs(folder: &Path) -> bool {
    folder.join("initdb").exists() && folder.join("pg_ctl").exists()
}

/// `initdb` refuses root: then somebody who is called `postgres` or `nobody` runs it.
fn unprivileged() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    let we_are_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !we_are_root {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").expect("there are users");
    let ids_of = |name: &str| {
        users.lines().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            (fields[0] == name).then(|| (fields[2].parse().expect("a number"), fields[3].parse().expect("a number")))
        })
    };
    ids_of("postgres").or_else(|| ids_of("nobody"))
}
