/** The list of what each version of each format demands: a version that was written down means one thing for ever. */

/**
 * Enters the schemas of today.
 * @param {Record<string, Record<string, string>>} known sums by format and version
 * @param {Record<string, {version: string, sum: string}>} fresh
 * @returns {{list: Record<string, Record<string, string>>, changed: string[]}} `changed`: formats that demand something else than
 *   their version did; they need a new version, and are not entered
 */
export function enter(known, fresh) {
  const list = structuredClone(known)
  const changed = []
  for (const [name, {sum, version}] of Object.entries(fresh)) {
    list[name] ??= {}
    const versions = list[name]
    if (versions[version] === undefined) versions[version] = sum
    else if (versions[version] !== sum) changed.push(`${name} ${version}`)
  }

  return {changed, list}
}
