//! A public stream to listen to: one that says what it is told.

use futures_util::SinkExt as _;
use std::sync::Arc;
use tokio::{
    net::TcpListener,
    sync::{Notify, broadcast},
};
use tokio_tungstenite::{accept_async, tungstenite::Message};

const QUEUE: usize = 100_000;

pub struct Jetstream {
    pub url: String,
    frames: broadcast::Sender<Arc<str>>,
    connected: Arc<Notify>,
}

impl Jetstream {
    pub async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("ws://{}/subscribe", listener.local_addr()?);
        let (frames, _) = broadcast::channel(QUEUE);
        let connected = Arc::new(Notify::new());
        let (sender, tell) = (frames.clone(), connected.clone());
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let _ = socket.set_nodelay(true);
                let frames = sender.subscribe();
                let tell = tell.clone();
                tokio::spawn(async move {
                    if let Ok(socket) = accept_async(socket).await {
                        tell.notify_one();
                        deliver(socket, frames).await;
                    }
                });
            }
        });
        Ok(Self { url, frames, connected })
    }

    pub async fn until_connected(&self) {
        self.connected.notified().await;
    }

    pub fn say(&self, frame: Vec<u8>) {
        let text = String::from_utf8(frame).unwrap_or_default();
        // Nobody listening is no error: they come back.
        let _ = self.frames.send(text.into());
    }
}

async fn deliver(mut socket: tokio_tungstenite::WebSocketStream<tokio::net::TcpStream>, mut frames: broadcast::Receiver<Arc<str>>) {
    while let Ok(frame) = frames.recv().await {
        if socket.send(Message::text(frame.as_ref())).await.is_err() {
            return;
        }
    }
}
