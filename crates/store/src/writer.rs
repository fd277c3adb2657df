//! The one writer of this node: a task that owns a connection and groups what is to be written.
//!
//! Jobs that queue while a commit is under way share the next transaction, each in a savepoint of its own, so that one flush to disk serves
//! many and a failing job takes nothing with it. A job's caller hears of it after the commit; so does everybody who subscribed to events,
//! in the order of the log. A job that has begun is finished even if its caller has gone away.
//!
//! On PostgreSQL nodes take turns through an advisory lock: the order of the log is the order of the commits there too.

use crate::error::{Result, StoreError};
use crate::ids::Ids;
use crate::sql::{Connection, Engine, sql};
use crate::store::Pools;
use crate::tx::Tx;
use answerable_domain::Event;
use futures_util::{FutureExt, future::BoxFuture};
use std::{panic::AssertUnwindSafe, sync::Arc};
use tokio::sync::{broadcast, mpsc, oneshot};

/// Jobs that share a transaction at most.
const GROUP_MAX: usize = 64;
/// Jobs that wait at most; more callers wait for a place.
const QUEUE_MAX: usize = 1024;
/// One number for all nodes of a database.
const TURN_LOCK: i64 = 0x616e_7377;

type Job = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Finished> + Send>;
type Answer = Box<dyn FnOnce(Option<String>) + Send>;

/// A job that ran but is not committed yet.
struct Finished {
    /// `None`: it failed, and is to be rolled back.
    events: Option<Vec<Event>>,
    /// Called with why the commit failed, or `None`.
    answer: Answer,
}

#[derive(Clone)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    pub(crate) fn start(pools: Pools, ids: Arc<Ids>, events: broadcast::Sender<Arc<Event>>) -> (Self, tokio::task::JoinHandle<()>) {
        let (jobs, queue) = mpsc::channel(QUEUE_MAX);
        let task = tokio::spawn(run(queue, pools, ids, events));
        (Self { jobs }, task)
    }

    /// Runs `work` in the next transaction. `Err` from it rolls back what it did, and only that.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |tx| Box::pin(attempt(tx, work, sender)));
        let gone = || StoreError::Unavailable("the store is closed".into());
        self.jobs.send(job).await.map_err(|_| gone())?;
        receiver.await.map_err(|_| gone())?
    }
}

async fn attempt<T, F>(tx: &mut Tx, work: F, sender: oneshot::Sender<Result<T>>) -> Finished
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
{
    let guarded = async {
        let value = work(tx).await?;
        Ok((value, tx.finish().await?))
    };
    let outcome = match AssertUnwindSafe(guarded).catch_unwind().await {
        Ok(outcome) => outcome,
        // It would panic again: who asked for it must not wait for a better time.
        Err(_) => Err(StoreError::Refused("a write panicked and was undone".into())),
    };
    let (result, events) = match outcome {
        Ok((value, events)) => (Ok(value), Some(events)),
        Err(error) => (Err(error), None),
    };
    let answer = move |fault: Option<String>| {
        // The caller may have gone away; what it asked for is done all the same.
        let _ = sender.send(match fault {
            None => result,
            Some(why) => result.and_then(|_| Err(StoreError::Unavailable(why))),
        });
    };
    Finished { events, answer: Box::new(answer) }
}

async fn run(mut queue: mpsc::Receiver<Job>, pools: Pools, ids: Arc<Ids>, events: broadcast::Sender<Arc<Event>>) {
    let mut held: Option<Tx> = None;
    let mut group = Vec::with_capacity(GROUP_MAX);
    while queue.recv_many(&mut group, GROUP_MAX).await > 0 {
        let tx = match held.take() {
            Some(tx) => Ok(tx),
            None => pools.writing().await.map(|connection| Tx::new(connection, ids.clone())),
        };
        match tx {
            Ok(tx) => held = run_group(tx, &mut group, &events).await,
            // Dropping the jobs tells their callers.
            Err(error) => {
                tracing::error!(%error, "the writer has no connection");
                group.clear();
            }
        }
    }
}

/// Runs a group in one transaction. Gives the connection back when it is still sound.
async fn run_group(mut tx: Tx, group: &mut Vec<Job>, events: &broadcast::Sender<Arc<Event>>) -> Option<Tx> {
    let mut finished = Vec::with_capacity(group.len());
    let outcome = run_jobs(&mut tx, group, &mut finished).await;
    group.clear();
    let fault = outcome.err().map(|error| error.to_string());
    if fault.is_some() {
        let _ = sql("ROLLBACK").run(&mut tx).await;
    }
    for Finished { events: appended, answer } in finished {
        if fault.is_none() {
            for event in appended.into_iter().flatten() {
                // Nobody listens: fine.
                let _ = events.send(Arc::new(event));
            }
        }
        answer(fault.clone());
    }
    if let Some(why) = fault {
        tracing::error!(why, "a transaction could not be committed");
        tx.connection.discard().await;
        return None;
    }
    Some(tx)
}

async fn run_jobs(tx: &mut Tx, group: &mut Vec<Job>, finished: &mut Vec<Finished>) -> Result<()> {
    begin(tx).await?;
    // A job that is alone needs no savepoint: the transaction is one.
    let alone = group.len() == 1;
    for job in group.drain(..) {
        if !alone {
            sql("SAVEPOINT job").run(tx).await?;
        }
        let done = job(tx).await;
        let kept = done.events.is_some();
        finished.push(done);
        if !kept {
            tx.forget();
        }
        match (alone, kept) {
            (true, true) => {}
            (true, false) => {
                sql("ROLLBACK").run(tx).await?;
                return Ok(());
            }
            (false, true) => drop(sql("RELEASE SAVEPOINT job").run(tx).await?),
            (false, false) => {
                sql("ROLLBACK TO SAVEPOINT job").run(tx).await?;
                sql("RELEASE SAVEPOINT job").run(tx).await?;
            }
        }
    }
    sql("COMMIT").run(tx).await?;
    Ok(())
}

async fn begin(tx: &mut Tx) -> Result<()> {
    use crate::sql::AsConnection;
    match tx.engine() {
        Engine::Sqlite => drop(sql("BEGIN IMMEDIATE").run(tx).await?),
        Engine::Postgres => {
            sql("BEGIN").run(tx).await?;
            sql("SELECT pg_advisory_xact_lock(?)").bind(TURN_LOCK).all(tx).await?;
        }
    }
    Ok(())
}

impl Connection {
    /// Closes a connection that may be in the middle of something.
    async fn discard(self) {
        let closed = match self {
            Self::Sqlite(connection) => connection.close().await,
            Self::Postgres(connection) => connection.close().await,
        };
        if let Err(error) = closed {
            tracing::debug!(%error, "a broken connection did not close well");
        }
    }
}
