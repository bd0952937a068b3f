/**
 * Scenarios that do not simply end well, with the ending that the command must have in them; see scripts/faults.mjs. Every other
 * scenario is a file of tests/scenarios of the same name, in which the upgrade is done.
 *
 * - `scenario`, `faults`: what it is made of, if it is more than a file of its name
 * - `database`: what is named to the command, if it is not `DATABASE`
 * - `codes`: what must stand in the way of a blocked plan, all of it and nothing else; or the code with which the run must stop
 */
import {existsSync} from 'node:fs'
import path from 'node:path'
import {undisturbed} from './faults.mjs'
import {scenarios as folder} from './lib/paths.mjs'

const blocked = (...codes) => ({codes, exitCode: 10, once: true, patience: 600, verdict: 'undone', world: 'unchanged'})

/** By name. */
export const table = {
  changeover: {
    ...undisturbed,
    description: 'the same plan change by a follower, which is told to stop following and leads from then on',
    scenario: 'change-plan',
  },
  'dsn-copy': blocked('app/copied-url'),
  'expression-index': blocked('version/unqualified-functions'),
  'half-million-behind': {...undisturbed, patience: 900},
  'hand-set-url': {...blocked('app/copied-url', 'app/not-moved'), database: 'HEROKU_POSTGRESQL_ROSE'},
  'hundred-apps': {...undisturbed, patience: 1500},
  'logical-slot': blocked('database/slots'),
  // Who goes on knocking is watched for ten minutes, with the app back.
  'monitor-reconnects': {...undisturbed, patience: 1500},
  'new-version-refuses': blocked('version/extension-gone', 'version/reg-columns', 'version/system-row-functions'),
  'private-out-of-reach': blocked(
    'connect/capture-broken',
    'database/not-judged',
    'space/external-access',
    'space/web-stays',
    'sql/out-of-reach',
  ),
  'release-phase-fails': {
    codes: ['release/failed'],
    description: 'a release phase that fails at the move, with the app stopped: the app comes back on the old database',
    exitCode: 12,
    faults: ['release-fails@Attach DATABASE#1'],
    patience: 900,
    scenario: 'release-phase',
    verdict: 'undone',
    world: 'unchanged',
  },
  'unlogged-table': blocked('database/unlogged'),
  'upgrade-direct': {...undisturbed, patience: 900},
  'upgrade-self-fired': {
    description: 'a prepared upgrade in place starts by itself while everybody writes: it is gone on with, and never asked for',
    exitCode: 0,
    faults: ['upgrade-fires'],
    once: true,
    patience: 900,
    scenario: 'upgrade-direct',
    verdict: 'moved',
  },
}

/**
 * A scenario by name or file.
 * @param {string} name
 * @returns {{scenario: string, faults: string[], must: typeof undisturbed}}
 */
export function scenarioOf(name) {
  const {scenario = name, faults = [], ...must} = table[name] ?? undisturbed
  return {faults, must, scenario}
}

/** Names of those that are no files. */
export function composed() {
  return Object.keys(table).filter(name => !existsSync(path.join(folder, `${name}.json`)))
}

/** What must come of it, in words. */
export function ending({codes = [], exitCode}) {
  const named = codes.length === 0 ? '' : `, ${codes.join(', ')}`
  if (exitCode === 0) return 'must end done'
  if (exitCode === 10) return `must be blocked with nothing changed${named}`
  if (exitCode === 12) return `must be rolled back${named}`
  return `must end with exit ${exitCode}${named}`
}
