/** The command of a scenario, and what its success means for the ledger. */

/** What a person has to accept for an upgrade in place: the sandbox has no mail, and its windows are days away or minutes. */
const accepted = ['upgrade/dryrun-unread', 'upgrade/window-near', 'direct/followers-rebuilt'].flatMap(code => ['--accept', code])

/** Words of an upgrade in place. */
export const inPlace = ['--method', 'direct', ...accepted]

/** Scenarios with a command of their own; the others upgrade. */
const commands = {
  'change-plan': ['connect:change-plan', 'standard-2'],
  'change-plan-private': ['connect:change-plan', 'private-2'],
  changeover: ['connect:change-plan', 'standard-2', '--method', 'changeover'],
  'essential-to-standard': ['connect:change-plan', 'standard-0'],
  'upgrade-copy': ['connect:upgrade-db', '--method', 'copy', '--accept', 'copy/credentials'],
  'upgrade-direct': ['connect:upgrade-db', ...inPlace],
  'upgrade-essential-copy': ['connect:upgrade-db'],
  'upgrade-self-fired': ['connect:upgrade-db', ...inPlace],
}

/** What an operator says yes to. */
const accepts = {
  'upgrade-private': ['space/external-access', 'space/web-stays'],
}

/** Those in which the database in use stays the same one, unless a method says otherwise. */
const stays = ['change-plan', 'change-plan-private', 'upgrade-direct', 'upgrade-self-fired']

/**
 * @param {string} scenario
 * @param {{version: string, method?: string}} options
 * @returns {{args: string[], keeps: boolean, version?: string}} words of the command; whether the database stays in use; the version that
 *   the database in use has then, if it is another one
 */
export function commandOf(scenario, {version, method}) {
  const words = commands[scenario] ?? ['connect:upgrade-db']
  const upgrade = words[0] === 'connect:upgrade-db'
  const accepted = (accepts[scenario] ?? []).flatMap(code => ['--accept', code])
  const args = [...words, ...(upgrade ? ['--version', version] : []), ...(method ? ['--method', method] : []), ...accepted]
  const keeps = stays.includes(scenario) && !['changeover', 'copy'].includes(method)
  return upgrade ? {args, keeps, version} : {args, keeps}
}
