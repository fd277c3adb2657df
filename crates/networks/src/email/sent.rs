//! The folder of sent mails: a copy of what we sent, and the place to look whether something was sent.

use super::{EmailSettings, error::MailError, imap::Session};

/// Providers that put a copy of everything that is submitted into the folder of sent mails by themselves, within seconds: there a copy that is
/// not to be found was never sent. Everywhere else only we make copies.
const FILING_HOSTS: [&str; 4] = ["imap.gmail.com", "imap.googlemail.com", "outlook.office365.com", "outlook.office.com"];

pub fn files_by_itself(settings: &EmailSettings) -> bool {
    let host = settings.imap.host.trim_end_matches('.').to_ascii_lowercase();
    FILING_HOSTS.contains(&host.as_str())
}

/// Whether a mail of this Message-ID (without `<` and `>`) lies among the sent ones, or came back into the mailbox itself.
pub async fn is_there(session: &mut Session, settings: &EmailSettings, message_id: &str) -> Result<bool, MailError> {
    let mut folders = folders(session, settings).await?;
    folders.push(settings.mailbox.clone());
    for folder in folders {
        if holds(session, &folder, message_id).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Puts a copy there, unless one is there already.
pub async fn file(session: &mut Session, settings: &EmailSettings, message_id: &str, mail: &[u8]) -> Result<(), MailError> {
    let Some(wanted) = &settings.sent else { return Ok(()) };
    let folders = folders(session, settings).await?;
    for folder in &folders {
        if holds(session, folder, message_id).await? {
            return Ok(());
        }
    }
    for folder in &folders {
        match session.append(folder, mail).await {
            // There is no such folder.
            Err(MailError::Refused(_)) => {}
            other => return other,
        }
    }
    session.create(wanted).await?;
    session.append(wanted, mail).await
}

/// What the settings say, then what the server calls so.
async fn folders(session: &mut Session, settings: &EmailSettings) -> Result<Vec<String>, MailError> {
    let mut folders: Vec<String> = settings.sent.iter().cloned().collect();
    folders.extend(session.sent_folder().await?.filter(|folder| settings.sent.as_ref() != Some(folder)));
    Ok(folders)
}

async fn holds(session: &mut Session, folder: &str, message_id: &str) -> Result<bool, MailError> {
    match session.examine(folder).await {
        Ok(_) => {}
        Err(MailError::Refused(_)) => return Ok(false),
        Err(error) => return Err(error),
    }
    Ok(!session.search(&format!("HEADER Message-ID \"{message_id}\"")).await?.is_empty())
}
