//! What was read and still stands: within a step, nothing was changed and no time was let pass since. It is not asked for again.

use crate::class::{class, Class};
use crate::effect::{Effect, Observation};

/// Reads and their answers.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Reads that are under way.
    asked: Vec<Effect>,
    read: Vec<(Effect, Observation)>,
}

impl Standing {
    /// Something was changed, or time has passed.
    pub fn forget(&mut self) {
        self.asked.clear();
        self.read.clear();
    }

    /// The answer to a read that still stands.
    pub fn answer(&self, effect: &Effect) -> Option<&Observation> {
        self.read.iter().find(|(read, _)| read == effect).map(|(_, answer)| answer)
    }

    /// All answers.
    pub fn answers(&self) -> impl Iterator<Item = &Observation> {
        self.read.iter().map(|(_, answer)| answer)
    }

    /// These reads go out.
    pub fn asks(&mut self, effects: &[Effect]) {
        self.asked = effects.to_vec();
    }

    /// Takes their answers: what could not be read is no answer.
    pub fn take(&mut self, answers: &[Observation]) {
        let read = std::mem::take(&mut self.asked).into_iter().zip(answers.iter().cloned());
        self.read.extend(read.filter(|(_, answer)| class(answer) == Class::Done));
    }
}
