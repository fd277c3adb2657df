//! The one gate to data: what the signed-in person may see and do in one brand.

use crate::{BrandId, UserId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Viewer,
    Agent,
    Supervisor,
    Owner,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Agent, Self::Supervisor, Self::Owner];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Owner => "owner",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    pub fn may(self, permission: Permission) -> bool {
        self >= permission.least_role()
    }
}

/// Something one may be allowed to do in a brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See everything of the brand but secrets.
    Read,
    /// Answer, close, snooze, assign, note.
    Work,
    /// Monitors, channels, imports, quarantine, policy, VIPs.
    Configure,
    /// People, roles, the brand itself.
    Administer,
}

impl Permission {
    pub fn least_role(self) -> Role {
        match self {
            Self::Read => Role::Viewer,
            Self::Work => Role::Agent,
            Self::Configure => Role::Supervisor,
            Self::Administer => Role::Owner,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the role {role:?} may not {permission:?}")]
pub struct Forbidden {
    pub role: Role,
    pub permission: Permission,
}

/// Made by the server from a session or token and the brand in the path; demanded by every call of the store that touches a brand.
///
/// The program itself (pipeline, outbox, clock) works with [`Scope::program`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    brand_id: BrandId,
    user_id: Option<UserId>,
    role: Role,
}

impl Scope {
    pub fn member(brand_id: BrandId, user_id: UserId, role: Role) -> Self {
        Self { brand_id, user_id: Some(user_id), role }
    }

    /// The program's own work on one brand.
    pub fn program(brand_id: BrandId) -> Self {
        Self { brand_id, user_id: None, role: Role::Owner }
    }

    pub fn brand_id(&self) -> BrandId {
        self.brand_id
    }

    /// `None` when the program itself acts.
    pub fn user_id(&self) -> Option<UserId> {
        self.user_id
    }

    pub fn role(&self) -> Role {
        self.role
    }

    pub fn require(&self, permission: Permission) -> Result<(), Forbidden> {
        if self.role.may(permission) { Ok(()) } else { Err(Forbidden { role: self.role, permission }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_the_one_below_may() {
        let may = |role: Role| [Permission::Read, Permission::Work, Permission::Configure, Permission::Administer].map(|p| role.may(p));
        assert_eq!(may(Role::Viewer), [true, false, false, false]);
        assert_eq!(may(Role::Agent), [true, true, false, false]);
        assert_eq!(may(Role::Supervisor), [true, true, true, false]);
        assert_eq!(may(Role::Owner), [true, true, true, true]);
    }
}
