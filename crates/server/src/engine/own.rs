//! The brand's own accounts: who said it for us, and whom of us it is said to.

use answerable_domain::{ChannelId, Network};

/// The accounts that a brand has connected. A handful: looking at each costs less than making a key.
#[derive(Debug, Clone, Default)]
pub struct OwnAccounts(Vec<Account>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Account {
    channel_id: ChannelId,
    network: Network,
    native_id: String,
    handle: Option<String>,
}

impl OwnAccounts {
    /// Takes the place of what was known of the account.
    pub fn add(&mut self, channel_id: ChannelId, network: Network, native_id: &str, handle: Option<&str>) {
        self.0.retain(|account| (account.channel_id, account.network, account.native_id.as_str()) != (channel_id, network, native_id));
        let handle = handle.map(|handle| handle.trim_start_matches('@').to_owned());
        self.0.push(Account { channel_id, network, native_id: native_id.to_owned(), handle });
    }

    /// The channel is gone, and its account speaks for nobody any more.
    pub fn remove(&mut self, channel_id: ChannelId) {
        self.0.retain(|account| account.channel_id != channel_id);
    }

    pub fn own(&self, network: Network, native_id: &str) -> bool {
        self.0.iter().any(|account| account.network == network && account.native_id == native_id)
    }

    /// Native ids and handles of those on a network that this is true of.
    pub fn names(&self, network: Network, is_meant: impl Fn(ChannelId, &str) -> bool) -> Vec<&str> {
        let meant = self.0.iter().filter(|account| account.network == network && is_meant(account.channel_id, &account.native_id));
        meant.flat_map(|account| [Some(account.native_id.as_str()), account.handle.as_deref()]).flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_answers_to_its_id_and_its_handle() {
        let mut own = OwnAccounts::default();
        own.add(ChannelId(1), Network::Bluesky, "did:plc:us", Some("@old.acme.example"));
        own.add(ChannelId(1), Network::Bluesky, "did:plc:us", Some("acme.example"));
        own.add(ChannelId(2), Network::Bluesky, "did:plc:shop", None);
        assert!(own.own(Network::Bluesky, "did:plc:us"));
        assert!(!own.own(Network::Other, "did:plc:us"), "somebody else may have the id elsewhere");
        assert_eq!(own.names(Network::Bluesky, |_, id| id == "did:plc:us"), ["did:plc:us", "acme.example"]);
        assert_eq!(own.names(Network::Bluesky, |channel, _| channel == ChannelId(2)), ["did:plc:shop"]);
        own.remove(ChannelId(2));
        assert!(!own.own(Network::Bluesky, "did:plc:shop") && own.own(Network::Bluesky, "did:plc:us"));
    }
}
