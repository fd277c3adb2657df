//! The folder of sent mails: a copy of what we sent, and the place to look whether something was sent.

use super::{EmailSettings, error::MailError, imap::Session};

/// Google puts a copy of everything that is submitted into the folder of sent mails by itself, within seconds and as it is: there a copy that
/// is not to be found was never sent. Everywhere else only we make copies.
const GOOGLE: [&str; 2] = ["imap.gmail.com", "imap.googlemail.com"];

/// Microsoft makes a copy as well, and gives the mail another Message-ID on the way (ours goes on as `X-Microsoft-Original-Message-ID`).
/// Whether the copy can be found by what is left of the old name, and whether an administrator has switched copies off, nobody tells us:
/// what is found there was sent, and what is not found proves nothing.
const MICROSOFT: [&str; 2] = ["outlook.office365.com", "outlook.office.com"];

/// We need not make a copy.
pub fn files_by_itself(settings: &EmailSettings) -> bool {
    proves_absence(settings) || renames(settings)
}

/// What is not found was not sent.
pub fn proves_absence(settings: &EmailSettings) -> bool {
    GOOGLE.contains(&host(settings).as_str())
}

/// What we send gets another Message-ID. Clouds of their own have other hosts, and the same sign-in.
pub fn renames(settings: &EmailSettings) -> bool {
    settings.oauth.is_some() || MICROSOFT.contains(&host(settings).as_str())
}

fn host(settings: &EmailSettings) -> String {
    settings.imap.host.trim_end_matches('.').to_ascii_lowercase()
}

/// Whether a mail of this Message-ID (without `<` and `>`) lies among the sent ones, or came back into the mailbox itself.
pub async fn is_there(session: &mut Session, settings: &EmailSettings, message_id: &str) -> Result<bool, MailError> {
    let mut folders = folders(session, settings).await?;
    folders.push(settings.mailbox.clone());
    for folder in folders {
        if holds(session, &folder, &name_of(settings, message_id)).await? {
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
        if holds(session, folder, &name_of(settings, message_id)).await? {
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

/// How it is searched for. Where it has got another name, it refers to its old one (see `delivery`), and so does whoever answers it.
fn name_of(settings: &EmailSettings, message_id: &str) -> String {
    let name = format!("HEADER Message-ID \"{message_id}\"");
    if renames(settings) { format!("OR {name} HEADER References \"{message_id}\"") } else { name }
}

async fn holds(session: &mut Session, folder: &str, name: &str) -> Result<bool, MailError> {
    match session.examine(folder).await {
        Ok(_) => {}
        Err(MailError::Refused(_)) => return Ok(false),
        Err(error) => return Err(error),
    }
    Ok(!session.search(name).await?.is_empty())
}
