//! The word that was meant.

/// The known word that is nearest to a typed one, if it is near enough to have been meant.
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.into_iter().map(|word| (distance(typed, word), word)).min()?;
    (near.0 <= typed.chars().count() / 3).then_some(near.1)
}

/// How many letters must be added, dropped or replaced.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut before = index;
        let mut last = index + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(&to) {
            let best = (before + usize::from(letter != *other)).min(last + 1).min(*cell + 1);
            before = *cell;
            last = best;
            *cell = best;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_word_and_nonsense_finds_none() {
        let known = ["app/scheduler", "app/preboot", "connect/healthy"];
        for typed in ["app/schedular", "app/sheduler", "app-scheduler", "app/schedulers"] {
            assert_eq!(nearest(typed, known), Some("app/scheduler"), "{typed}");
        }
        assert_eq!((nearest("everything", known), nearest("", known)), (None, None));
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
