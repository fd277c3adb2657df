//! Checks what people typed and says which field is wrong and how. The codes are translated by the screen.

use super::{ApiError, error::Field};
use answerable_domain::{BusinessHours, Policy};

pub const PASSWORD_CHARS_MIN: usize = 10;
const PASSWORD_BYTES_MAX: usize = 1024;
const ANSWER_MINUTES_MAX: u32 = 30 * 24 * 60;
const HOLIDAYS_MAX: usize = 1000;
const OPEN_SPANS_MAX: usize = 50;

/// Collects what is wrong, so that a form shows all of it at once.
#[derive(Default)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// Something readable of at most so many characters, trimmed.
    pub fn line(&mut self, field: &'static str, text: &str, chars_max: usize) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.wrong(field, "empty");
        } else if text.chars().count() > chars_max {
            self.wrong(field, "too_long");
        } else if text.chars().any(char::is_control) {
            self.wrong(field, "control_character");
        }
        text.to_owned()
    }

    /// Several lines, with something in them.
    pub fn text(&mut self, field: &'static str, text: &str, bytes_max: usize) {
        if text.trim().is_empty() {
            self.wrong(field, "empty");
        } else if text.len() > bytes_max {
            self.wrong(field, "too_long");
        }
    }

    /// Lower case, trimmed. Only its shape is checked: what reaches a mailbox, mail alone can tell.
    pub fn email(&mut self, field: &'static str, email: &str) -> String {
        let email = email.trim().to_lowercase();
        let shaped = email.len() <= 254
            && email.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.contains('@'))
            && !email.chars().any(|c| c.is_whitespace() || c.is_control());
        if !shaped {
            self.wrong(field, "not_an_email");
        }
        email
    }

    pub fn password(&mut self, field: &'static str, password: &str) {
        if password.chars().count() < PASSWORD_CHARS_MIN {
            self.wrong(field, "too_short");
        } else if password.len() > PASSWORD_BYTES_MAX {
            self.wrong(field, "too_long");
        }
    }

    pub fn within(&mut self, field: &'static str, number: u64, range: std::ops::RangeInclusive<u64>) {
        if !range.contains(&number) {
            self.wrong(field, "out_of_range");
        }
    }

    pub fn policy(&mut self, policy: &Policy) {
        for minutes in [policy.answer_minutes, policy.vip_answer_minutes] {
            self.within("policy.answer_minutes", u64::from(minutes), 1..=u64::from(ANSWER_MINUTES_MAX));
        }
        if let Some(hours) = &policy.business_hours {
            self.business_hours(hours);
        }
    }

    fn business_hours(&mut self, hours: &BusinessHours) {
        if jiff::tz::TimeZone::get(&hours.time_zone).is_err() {
            self.wrong("policy.business_hours.time_zone", "unknown_time_zone");
        }
        let sound =
            |(_, open, close): &(_, answerable_domain::TimeOfDay, answerable_domain::TimeOfDay)| open.0 < close.0 && close.0 <= 1440;
        if hours.open.is_empty() || hours.open.len() > OPEN_SPANS_MAX || !hours.open.iter().all(sound) {
            self.wrong("policy.business_hours.open", "not_open_spans");
        }
        if hours.holidays.len() > HOLIDAYS_MAX || !hours.holidays.iter().all(|day| day.parse::<jiff::civil::Date>().is_ok()) {
            self.wrong("policy.business_hours.holidays", "not_dates");
        }
    }

    pub fn wrong(&mut self, field: &'static str, code: &'static str) {
        self.0.push(Field { field, code });
    }

    pub fn done(self) -> Result<(), ApiError> {
        if self.0.is_empty() { Ok(()) } else { Err(ApiError::invalid(&self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_has_two_halves_and_no_blanks() {
        let cases = [(" JK@Acme.example ", true), ("jk", false), ("@acme", false), ("jk@", false), ("a b@c", false), ("a@b@c", false)];
        for (email, sound) in cases {
            let mut fields = Fields::default();
            let kept = fields.email("email", email);
            assert_eq!(fields.done().is_ok(), sound, "{email:?}");
            assert_eq!(kept, email.trim().to_lowercase());
        }
    }

    #[test]
    fn a_password_is_counted_in_characters() {
        let sound = |password: &str| {
            let mut fields = Fields::default();
            fields.password("password", password);
            fields.done().is_ok()
        };
        assert!(sound("열글자가넘는비밀번호"));
        assert!(!sound("열글자가안됨"));
        assert!(!sound(&"x".repeat(2000)));
    }
}
