//! The bytes of a WebSocket, with every message cut to a length that we can take before the WebSocket sees it.
//!
//! Told of a largest message, a WebSocket breaks when a larger one comes, and a replay would bring it again: what stands behind it would wait
//! for ever or be lost. Here the rest of such a message is thrown away as it comes, and the connection goes on. Texts are passed on as bytes,
//! for the same reason: one that is no UTF-8 belongs into the quarantine and is no cause to hang up.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

const CHUNK_BYTES: usize = 64 * 1024;
const END_OF_GREETING: &[u8] = b"\r\n\r\n";
const TEXT: u8 = 1;
const BINARY: u8 = 2;
/// From here on operations are pings and the like, which are never long.
const CONTROL: u8 = 8;

pub struct Bounded<S> {
    inner: S,
    message_bytes_max: u64,
    place: Place,
    /// What was read and not passed on yet: `start..end` of the chunk.
    chunk: Box<[u8]>,
    start: usize,
    end: usize,
    /// The head of a frame on its way to the reader.
    head: Vec<u8>,
    /// Of the message whose frames are coming, what was passed on.
    message_bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The answer to the upgrade; so many bytes of its end were seen.
    Greeting {
        matched: usize,
    },
    Head,
    /// In a frame: so much is passed on, then so much thrown away.
    Payload {
        pass: u64,
        skip: u64,
    },
}

impl<S> Bounded<S> {
    /// `inner` has not said hello yet.
    pub fn new(inner: S, message_bytes_max: usize) -> Self {
        Self {
            inner,
            message_bytes_max: message_bytes_max as u64,
            place: Place::Greeting { matched: 0 },
            chunk: vec![0; CHUNK_BYTES].into_boxed_slice(),
            start: 0,
            end: 0,
            head: Vec::new(),
            message_bytes: 0,
        }
    }

    /// Passes on what was read, as far as there is room.
    fn pass_on(&mut self, to: &mut ReadBuf<'_>) {
        loop {
            let count = self.head.len().min(to.remaining());
            to.put_slice(&self.head[..count]);
            self.head.drain(..count);
            let heard = &self.chunk[self.start..self.end];
            if !self.head.is_empty() || heard.is_empty() {
                return;
            }
            let room = to.remaining();
            let taken = match self.place {
                Place::Greeting { matched } => {
                    let (taken, matched) = greeting(&heard[..heard.len().min(room)], matched);
                    to.put_slice(&heard[..taken]);
                    self.place = if matched == END_OF_GREETING.len() { Place::Head } else { Place::Greeting { matched } };
                    taken
                }
                Place::Head => self.begin_frame(),
                Place::Payload { pass: 0, skip } => {
                    let taken = at_most(heard.len(), skip);
                    self.place = payload(0, skip - taken as u64);
                    taken
                }
                Place::Payload { pass, skip } => {
                    let taken = at_most(heard.len().min(room), pass);
                    to.put_slice(&heard[..taken]);
                    self.place = payload(pass - taken as u64, skip);
                    taken
                }
            };
            self.start += taken;
            if taken == 0 {
                return; // no room, or half a head
            }
        }
    }

    /// Reads the head of a frame and writes its own; returns its length, 0 while it is not whole.
    fn begin_frame(&mut self) -> usize {
        let heard = &self.chunk[self.start..self.end];
        let Some((&[first, second], rest)) = heard.split_first_chunk::<2>() else { return 0 };
        let (length, head_bytes) = match second & 0x7f {
            126 => match rest.first_chunk::<2>() {
                Some(length) => (u64::from(u16::from_be_bytes(*length)), 4),
                None => return 0,
            },
            127 => match rest.first_chunk::<8>() {
                Some(length) => (u64::from_be_bytes(*length), 10),
                None => return 0,
            },
            short => (u64::from(short), 2),
        };
        let (is_last, operation, is_masked) = (first & 0x80 != 0, first & 0x0f, second & 0x80 != 0);
        if operation >= CONTROL || is_masked {
            // A server masks nothing: whoever reads this says so.
            self.head.extend_from_slice(&heard[..head_bytes]);
            self.place = payload(length.saturating_add(if is_masked { 4 } else { 0 }), 0);
            return head_bytes;
        }
        let pass = length.min(self.message_bytes_max.saturating_sub(self.message_bytes));
        self.message_bytes = if is_last { 0 } else { self.message_bytes + pass };
        self.head.push(if operation == TEXT { (first & 0xf0) | BINARY } else { first });
        match pass {
            0..=125 => self.head.push(pass as u8),
            126..=0xffff => self.head.extend_from_slice(&[&[126], &(pass as u16).to_be_bytes()[..]].concat()),
            _ => self.head.extend_from_slice(&[&[127], &pass.to_be_bytes()[..]].concat()),
        }
        self.place = payload(pass, length - pass);
        head_bytes
    }
}

/// How much of this belongs to the greeting, and how much of its end was seen by then.
fn greeting(heard: &[u8], mut matched: usize) -> (usize, usize) {
    for (place, byte) in heard.iter().enumerate() {
        matched = if *byte == END_OF_GREETING[matched] { matched + 1 } else { usize::from(*byte == END_OF_GREETING[0]) };
        if matched == END_OF_GREETING.len() {
            return (place + 1, matched);
        }
    }
    (heard.len(), matched)
}

fn payload(pass: u64, skip: u64) -> Place {
    if pass == 0 && skip == 0 { Place::Head } else { Place::Payload { pass, skip } }
}

fn at_most(there: usize, wanted: u64) -> usize {
    usize::try_from(wanted).map_or(there, |wanted| wanted.min(there))
}

impl<S: AsyncRead + Unpin> AsyncRead for Bounded<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = to.filled().len();
        loop {
            this.pass_on(to);
            if to.filled().len() > before || to.remaining() == 0 {
                return Poll::Ready(Ok(()));
            }
            this.chunk.copy_within(this.start..this.end, 0);
            (this.start, this.end) = (0, this.end - this.start);
            let mut free = ReadBuf::new(&mut this.chunk[this.end..]);
            ready!(Pin::new(&mut this.inner).poll_read(context, &mut free))?;
            let count = free.filled().len();
            if count == 0 {
                return Poll::Ready(Ok(())); // the other side has said all
            }
            this.end += count;
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Bounded<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().inner).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tokio::io::AsyncReadExt as _;

    /// A frame as a server writes it.
    fn frame(is_last: bool, operation: u8, payload: &[u8]) -> Vec<u8> {
        let first = if is_last { 0x80 | operation } else { operation };
        let mut frame = match payload.len() {
            short @ 0..=125 => vec![first, short as u8],
            middle @ 126..=0xffff => [&[first, 126], &(middle as u16).to_be_bytes()[..]].concat(),
            long => [&[first, 127], &(long as u64).to_be_bytes()[..]].concat(),
        };
        frame.extend_from_slice(payload);
        frame
    }

    /// Gives so many bytes at a time.
    struct Drip(Vec<u8>, usize);

    impl AsyncRead for Drip {
        fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            let count = self.1.min(self.0.len()).min(to.remaining());
            to.put_slice(&self.0.drain(..count).collect::<Vec<u8>>());
            Poll::Ready(Ok(()))
        }
    }

    fn through(heard: &[u8], drip: usize, max: usize) -> Vec<u8> {
        let mut passed = Vec::new();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(Bounded::new(Drip(heard.to_vec(), drip), max).read_to_end(&mut passed)).expect("bytes");
        passed
    }

    const HELLO: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nx: \r\r\n\r\n";

    #[test]
    fn what_is_too_long_is_cut_and_what_follows_comes_through() {
        let long = vec![b'x'; 70_000];
        let heard = [HELLO, &frame(true, TEXT, b"one"), &frame(true, TEXT, &long), &frame(true, BINARY, b"two")].concat();
        let expected = [HELLO, &frame(true, BINARY, b"one"), &frame(true, BINARY, &long[..1_000]), &frame(true, BINARY, b"two")].concat();
        for drip in [1, 2, 3, 7, 1_000, 1_000_000] {
            assert_eq!(through(&heard, drip, 1_000), expected, "{drip} at a time");
        }
    }

    #[test]
    fn a_message_in_parts_is_cut_as_a_whole_and_a_ping_between_them_is_not() {
        let heard = [
            HELLO,
            &frame(false, TEXT, &[b'a'; 600]),
            &frame(true, 9, b"ping"),
            &frame(false, 0, &[b'b'; 600]),
            &frame(true, 0, &[b'c'; 9]),
            &frame(true, TEXT, b"next"),
        ]
        .concat();
        let expected = [
            HELLO,
            &frame(false, BINARY, &[b'a'; 600]),
            &frame(true, 9, b"ping"),
            &frame(false, 0, &[b'b'; 400]),
            &frame(true, 0, b""),
            &frame(true, BINARY, b"next"),
        ]
        .concat();
        assert_eq!(through(&heard, 5, 1_000), expected);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_portions_come_to_an_end(heard in prop::collection::vec(any::<u8>(), 0..400), drip in 1usize..50) {
            let heard = [HELLO, &heard].concat();
            prop_assert_eq!(through(&heard, drip, 10), through(&heard, heard.len(), 10));
        }
    }
}
