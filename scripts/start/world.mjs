/** Two pictures of the sandbox's world, compared. */

/**
 * Differences between two JSON values, one line each.
 * @param {unknown} before
 * @param {unknown} after
 * @param {string} [at] path of both
 * @returns {string[]}
 */
export function differences(before, after, at = '') {
  if (Object.is(before, after)) return []
  const isObject = value => typeof value === 'object' && value !== null
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [`${at || '/'}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`]
  }

  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap(name => differences(before[name], after[name], `${at}/${name}`))
}

/**
 * Paths of what is asked for twice with the same request: a copy is tried before it is done, and a database that is upgraded where it
 * is has a backup taken before and after.
 */
export const TRIED = /\/(?:backups|transfers)$/

/**
 * Mutating requests that the server saw more than once.
 * @param {{requests: {method: string, path: string, body: unknown, mutates: boolean}[]}} seen as `GET /_sandbox/requests` gives them
 * @param {RegExp} [tried] paths of what is asked for twice with the same request
 * @returns {string[]}
 */
export function repeated({requests}, tried) {
  const times = new Map()
  for (const {body, method, mutates, path} of requests) {
    const key = `${method} ${path} ${JSON.stringify(body ?? null)}`
    if (mutates) times.set(key, (times.get(key) ?? 0) + 1)
  }

  const allowed = key => (tried?.test(key.split(' ')[1]) ? 2 : 1)
  return [...times].filter(([key, count]) => count > allowed(key)).map(([key, count]) => `${count} times: ${key.slice(0, 160)}`)
}
