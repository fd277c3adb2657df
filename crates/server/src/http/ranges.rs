//! Which part of a file is asked for (RFC 9110, 14): one part or all of it. Who asks for several parts gets all.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// Both ends belong to it.
    Of {
        first: u64,
        last: u64,
    },
    /// The file is shorter.
    Impossible,
}

pub fn part(asked: &str, bytes: u64) -> Part {
    let Some(range) = asked.trim().strip_prefix("bytes=").filter(|range| !range.contains(',')) else { return Part::Whole };
    let Some((first, last)) = range.split_once('-') else { return Part::Whole };
    let number = |text: &str| text.trim().parse::<u64>();
    let (first, last) = match (number(first), number(last)) {
        (Ok(first), Ok(last)) if first <= last => (first, last),
        (Ok(first), Err(_)) if last.trim().is_empty() => (first, u64::MAX),
        (Err(_), Ok(0)) if first.trim().is_empty() => return Part::Impossible,
        (Err(_), Ok(count)) if first.trim().is_empty() => (bytes.saturating_sub(count), u64::MAX),
        _ => return Part::Whole,
    };
    if first >= bytes { Part::Impossible } else { Part::Of { first, last: last.min(bytes - 1) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_is_understood_and_nonsense_is_all_of_it() {
        let of = |first, last| Part::Of { first, last };
        for (asked, expected) in [
            ("bytes=0-", of(0, 99)),
            ("bytes=10-19", of(10, 19)),
            ("bytes=90-1000", of(90, 99)),
            ("bytes=-5", of(95, 99)),
            ("bytes=-500", of(0, 99)),
            ("bytes=99-99", of(99, 99)),
            ("bytes=100-", Part::Impossible),
            ("bytes=-0", Part::Impossible),
            ("bytes=5-4", Part::Whole),
            ("bytes=0-1,5-6", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=-", Part::Whole),
            ("lines=1-2", Part::Whole),
            ("bytes=18446744073709551616-", Part::Whole),
        ] {
            assert_eq!(part(asked, 100), expected, "{asked}");
        }
        assert_eq!(part("bytes=0-", 0), Part::Impossible);
    }
}
