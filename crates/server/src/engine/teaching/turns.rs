//! One at a time, and once more if somebody asked meanwhile.

use std::sync::{Mutex, MutexGuard};

#[derive(Default)]
pub struct Turns(Mutex<Turn>);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Turn {
    #[default]
    Free,
    Taken,
    /// By somebody who will have to do it again.
    TakenAndWanted,
}

impl Turns {
    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.0.lock().expect("no holder panics")
    }

    /// True: whoever asks does it. False: somebody is at it and will do it once more.
    pub fn ask(&self) -> bool {
        let mut turn = self.turn();
        let before = *turn;
        *turn = if before == Turn::Free { Turn::Taken } else { Turn::TakenAndWanted };
        before == Turn::Free
    }

    /// It is done. True: once more. False: the turn is given back.
    pub fn once_more(&self) -> bool {
        let mut turn = self.turn();
        let is_wanted = *turn == Turn::TakenAndWanted;
        *turn = if is_wanted { Turn::Taken } else { Turn::Free };
        is_wanted
    }

    pub fn is_taken(&self) -> bool {
        *self.turn() != Turn::Free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_who_ask_meanwhile_are_one_round_more() {
        let turns = Turns::default();
        assert!(turns.ask());
        assert!(!turns.ask() && !turns.ask());
        assert!(turns.once_more(), "for those who asked meanwhile");
        assert!(turns.is_taken());
        assert!(!turns.once_more());
        assert!(!turns.is_taken() && turns.ask());
    }
}
