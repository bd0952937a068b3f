/** What is kept in the address, so that it can be passed on: the step that is looked at, and where a rehearsal stands. */

/** What the address names under a key. */
export function named(key: string): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(key)
}

/** Notes it there; nothing of it is left for `null`. */
export function note(key: string, value: string | null): void {
  const all = new URLSearchParams(location.hash.slice(1))
  if (value === null) all.delete(key)
  else all.set(key, value)
  // Where a page may not change its own address, it is whole without.
  try {
    history.replaceState(null, '', `#${all}`)
  } catch {}
}
