/** The command of a scenario, and what its success means for the ledger. */

/** Scenarios with a command of their own; the others upgrade. */
const commands = {
  'change-plan': ['connect:change-plan', 'standard-2'],
  'essential-to-standard': ['connect:change-plan', 'standard-0'],
  'upgrade-copy': ['connect:upgrade-db', '--method', 'copy', '--accept', 'copy/credentials'],
  'upgrade-essential-copy': ['connect:upgrade-db'],
}

/** Those of them in which the database in use changes its version. */
const upgrades = ['upgrade-copy', 'upgrade-essential-copy']

/** Those in which the database in use stays the same one, unless a method says otherwise. */
const stays = ['change-plan']

/**
 * @param {string} scenario
 * @param {{version: string, method?: string}} options
 * @returns {{args: string[], keeps: boolean, version?: string}} words of the command; whether the database stays in use; the version that
 *   the database in use has then, if it is another one
 */
export function commandOf(scenario, {version, method}) {
  const upgrade = !(scenario in commands) || upgrades.includes(scenario)
  const words = commands[scenario] ?? ['connect:upgrade-db']
  const args = [...words, ...(upgrade ? ['--version', version] : []), ...(method ? ['--method', method] : [])]
  if (upgrade) return {args, keeps: false, version}
  return {args, keeps: stays.includes(scenario) && method !== 'changeover'}
}
