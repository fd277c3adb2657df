//! Accepts connections and speaks HTTP/1.1 on them.
//!
//! Written out rather than taken from `axum::serve` because of the limits: how many connections, how long and how large a request's head
//! may be. A connection over the limit waits in the kernel's queue; nobody is turned away and no memory is taken.

use axum::{Router, body::Body, extract::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulConnection, GracefulShutdown},
    service::TowerToHyperService,
};
use std::{future::Future, net::IpAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, UnixListener},
    sync::Semaphore,
};
use tower::ServiceExt as _;

/// A request's head that is slower than this is given up.
const HEAD_TIME_MAX: Duration = Duration::from_secs(15);
const HEAD_BYTES_MAX: usize = 32 * 1024;
const HEADERS_MAX: usize = 64;

/// The address at the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// The request came over the local socket that only the server's own user may open.
#[derive(Debug, Clone, Copy)]
pub struct Operator;

/// Serves until `stop`, then lets open requests end.
pub async fn serve_tcp(listener: TcpListener, router: Router, connections_max: usize, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let turns = Arc::new(Semaphore::new(connections_max));
    let graceful = GracefulShutdown::new();
    loop {
        let turn = tokio::select! {
            turn = turns.clone().acquire_owned() => turn.expect("the semaphore is never closed"),
            () = &mut stop => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, from)) => {
                let _ = stream.set_nodelay(true);
                let connection = connection(stream, router.clone(), Peer(from.ip()));
                let connection = graceful.watch(connection);
                tokio::spawn(async move {
                    let _ = connection.await;
                    drop(turn);
                });
            }
            Err(error) => accept_failed(&error).await,
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

/// The same for the local socket; few use it, so there is no count.
pub async fn serve_unix(listener: UnixListener, router: Router, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let graceful = GracefulShutdown::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let connection = graceful.watch(connection(stream, router.clone(), Operator));
                    tokio::spawn(async move { let _ = connection.await; });
                }
                Err(error) => accept_failed(&error).await,
            },
            () = &mut stop => break,
        }
    }
    graceful.shutdown().await;
}

fn connection<I, M>(stream: I, router: Router, mark: M) -> impl GracefulConnection<Error = hyper::Error> + Send + 'static
where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    M: Clone + Send + Sync + 'static,
{
    let service = router.map_request(move |request: hyper::Request<Incoming>| -> Request {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(mark.clone());
        request
    });
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
}

/// Out of file descriptors, most likely: waiting gives others the time to close theirs.
async fn accept_failed(error: &std::io::Error) {
    tracing::warn!(%error, "a connection could not be accepted");
    tokio::time::sleep(Duration::from_millis(100)).await;
}
