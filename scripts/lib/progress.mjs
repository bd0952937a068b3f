/** Progress of long steps: one line at the start, one at the end, a heartbeat between. Everything goes to stderr. */
const heartbeatMs = 15_000

/** Steps under way: title -> {since, note}. */
const open = new Map()
let timer

/** Seconds with one decimal. */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`
}

/** One line of progress. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * Runs one step and shows it.
 * @template T
 * @param {string} title what is done, for example `wasm-pack 0.15.1`
 * @param {string} hint how long it may take, or an empty text
 * @param {(note: (text: string) => void) => Promise<T>} body told to pass on what its program prints
 * @returns {Promise<T>}
 */
export async function step(title, hint, body) {
  const since = performance.now()
  const state = {note: '', since}
  open.set(title, state)
  timer ??= setInterval(beat, heartbeatMs).unref()
  say(`  ${title} ...${hint ? ` (${hint})` : ''}`)
  try {
    const result = await body(text => {
      if (text.trim()) state.note = text.trim()
    })
    say(`  ${title}: done in ${seconds(performance.now() - since)}`)
    return result
  } finally {
    open.delete(title)
    if (open.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

function beat() {
  for (const [title, {note, since}] of open) {
    say(`  ${title}: ${Math.round((performance.now() - since) / 1000)} s so far${note ? `, ${note.slice(0, 70)}` : ''}`)
  }
}
