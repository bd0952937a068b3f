/**
 * Before the CLI has looked for a command: explains what looks like one, does nothing and ends with 0, such as a bare `pg:upgrade`.
 * Imports nothing until one is typed; whatever goes wrong in here, the CLI goes on.
 */

/** The topics of guard.json; a test compares them. */
export const watched = new Set([
  'connect apply',
  'connect change-plan',
  'connect upgrade-db',
  'pg copy',
  'pg promote',
  'pg reset',
  'pg unfollow',
  'pg upgrade',
  'pg:upgrade',
])

export default async function init({argv, id}) {
  const typed = watched.has(id) ? id : `${id} ${argv?.[0]}`
  if (!watched.has(typed) || process.env.HEROKU_CONNECT_GUARD === 'off') return
  let verdict
  try {
    const {ofTopic} = await import('../lib/guard/index.js')
    verdict = await ofTopic(new URL('guard.json', import.meta.url), {argv, typed})
  } catch {
    return
  }

  if (verdict.stops) this.error(verdict.text, {exit: verdict.exitCode})
  if (verdict.text !== '') process.stderr.write(`${verdict.text}\n`)
}
