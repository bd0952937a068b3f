/** The command of a scenario, and what its success means for the ledger. */

/** Scenarios with a command of their own; the others upgrade. */
const commands = {
  'change-plan': ['connect:change-plan', 'standard-2'],
  'change-plan-private': ['connect:change-plan', 'private-2'],
}

/** What an operator says yes to. */
const accepts = {
  'upgrade-private': ['space/external-access', 'space/web-stays'],
}

/**
 * @param {string} scenario
 * @param {{version: string, method?: string}} options
 * @returns {{args: string[], keeps: boolean, version?: string}} words of the command; whether the database stays in use; the version that
 *   the database in use has then, if it is another one
 */
export function commandOf(scenario, {version, method}) {
  const words = commands[scenario] ?? ['connect:upgrade-db', '--version', version]
  const args = [...words, ...(method ? ['--method', method] : []), ...(accepts[scenario] ?? []).flatMap(code => ['--accept', code])]
  if (!(scenario in commands)) return {args, keeps: false, version}
  return {args, keeps: method !== 'changeover'}
}
