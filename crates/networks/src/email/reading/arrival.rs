//! What stands before a stored mail: one line of ours.

use answerable_domain::Millis;

const ARRIVAL: &str = "X-Answerable-Arrival:";
const LINE_BYTES_MAX: usize = 200;

/// What only the mailbox knows of a mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arrival {
    pub uid: Option<u32>,
    /// INTERNALDATE: when the server got it.
    pub at: Option<Millis>,
    /// Only the beginning of the mail was fetched.
    pub is_clipped: bool,
}

/// The line that is stored before the mail: `X-Answerable-Arrival: uid=7 at=1763800000000`. It is a header field like others, so that the payload
/// stays a mail; put it before every mail, since only the first line of a payload is believed to be ours.
pub fn arrival_line(arrival: &Arrival) -> Vec<u8> {
    let mut line = ARRIVAL.to_owned();
    if let Some(uid) = arrival.uid {
        line.push_str(&format!(" uid={uid}"));
    }
    if let Some(at) = arrival.at {
        line.push_str(&format!(" at={at}"));
    }
    if arrival.is_clipped {
        line.push_str(" clipped=1");
    }
    line.push_str("\r\n");
    line.into_bytes()
}

/// The line of a payload, and its mail.
pub fn split_arrival(payload: &[u8]) -> (Arrival, &[u8]) {
    let Some(rest) = payload.strip_prefix(ARRIVAL.as_bytes()) else { return (Arrival::default(), payload) };
    let end = rest.iter().take(LINE_BYTES_MAX).position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let (line, mail) = rest.split_at(end);
    let mut arrival = Arrival::default();
    for (name, value) in String::from_utf8_lossy(line).split_whitespace().filter_map(|word| word.split_once('=')) {
        match name {
            "uid" => arrival.uid = value.parse().ok(),
            "at" => arrival.at = value.parse().ok(),
            "clipped" => arrival.is_clipped = value == "1",
            _ => {}
        }
    }
    (arrival, mail)
}
