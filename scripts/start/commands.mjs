/** The command of a scenario, and what its success means for the ledger. */

/** What a person has to accept for an upgrade in place: the sandbox has no mail, and its windows are days away or minutes. */
const accepted = ['upgrade/dryrun-unread', 'upgrade/window-near', 'direct/followers-rebuilt'].flatMap(code => ['--accept', code])

/** Words of an upgrade in place. */
export const inPlace = ['--method', 'direct', ...accepted]

/** Scenarios in which a plan is changed. */
const changes = {'change-plan': ['connect:change-plan', 'standard-2']}

/** Scenarios in which the leader is upgraded where it is. */
const direct = new Set(['upgrade-direct', 'upgrade-self-fired'])

/**
 * @param {string} scenario
 * @param {{version: string, method?: string}} options
 * @returns {{args: string[], keeps: boolean, version?: string}} words of the command; whether the database stays in use; the version that
 *   the database in use has then, if it is another one
 */
export function commandOf(scenario, {version, method}) {
  if (direct.has(scenario)) return {args: ['connect:upgrade-db', '--version', version, ...inPlace], keeps: true, version}
  const words = changes[scenario] ?? ['connect:upgrade-db', '--version', version]
  const args = method ? [...words, '--method', method] : words
  if (!(scenario in changes)) return {args, keeps: false, version}
  return {args, keeps: method !== 'changeover'}
}
