//! Locks that outlive a panicking thread: the sandbox goes on, and the request that panicked fails alone.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks; a poisoned lock is taken as it is.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
