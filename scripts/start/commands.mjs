/** The command of a scenario, and what its success means for the ledger. */

/** Scenarios with a command of their own; the others upgrade. */
const commands = {
  'change-plan': {args: ['connect:change-plan', 'standard-2'], keeps: true},
}

/**
 * @param {string} scenario
 * @param {{version: string, method?: string}} options
 * @returns {{args: string[], keeps: boolean}} words of the command, and whether the database stays in use
 */
export function commandOf(scenario, {version, method}) {
  const own = commands[scenario]
  const {args, keeps} = own ?? {args: ['connect:upgrade-db', '--version', version], keeps: false}
  return {args: method ? [...args, '--method', method] : args, keeps}
}
