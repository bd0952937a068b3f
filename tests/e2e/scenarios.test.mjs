/**
 * Scenarios of the table in scripts/scenarios.mjs must end as the table says. The longest begin first.
 *
 * Left to `npm start -- --scenario NAME`: one that takes eleven minutes because somebody goes on knocking, and those whose clients keep
 * every core busy, which the tests beside them would suffer from. Left to files of their own: methods that have one.
 */
import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {ending, scenarioOf, table} from '../../scripts/scenarios.mjs'
import {entries} from '../../scripts/start/journal.mjs'
import {appsOf} from '../../scripts/start/sandbox.mjs'
import {differences, repeated} from '../../scripts/start/world.mjs'
import {inBox, upgrade} from './support/box.mjs'

const apart = new Set(['half-million-behind', 'hundred-apps', 'monitor-reconnects'])
const elsewhere = new Set(['changeover', 'upgrade-direct', 'upgrade-self-fired'])
const names = [...Object.keys(table), 'dead-dyno'].filter(name => !apart.has(name) && !elsewhere.has(name))
const longestFirst = names.map(name => ({name, ...scenarioOf(name)})).sort((one, other) => other.must.patience - one.must.patience)

/** What passes by itself: on a machine with much to do Connect may lag for a moment. */
const passing = new Set(['connect/not-healthy'])

/** What stood in the way, without a run and with one. */
async function codes(box, args) {
  const [run] = box.runs()
  if (run) return [entries(box.home, run).find(({kind}) => kind === 'stopped').code]
  const {stdout} = await box.heroku([...args, '--json'])
  return JSON.parse(stdout)
    .plan.prechecks.filter(({severity}) => severity === 'block')
    .map(({code}) => code)
    .filter(code => !passing.has(code))
}

describe('scenarios', {concurrency: 2, timeout: 6_000_000}, () => {
  for (const {name, scenario, faults, must} of longestFirst) {
    test(`${name}: ${ending(must)}`, () =>
      inBox(
        async box => {
          const confirm = appsOf(scenario)
          const [command, ...flags] = upgrade.map((word, at) => (upgrade[at - 1] === '--confirm' ? confirm : word))
          const args = [command, ...(must.database ? [must.database] : []), ...flags]
          const before = await box.world()
          const result = await box.heroku(args, {patience: must.patience})
          assert.equal(result.code, must.exitCode, result.stdout + result.stderr)
          if (must.codes) assert.deepEqual((await codes(box, args)).sort(), must.codes)
          await box.judged({undone: must.verdict === 'undone'})
          if (must.world === 'unchanged') assert.deepEqual(differences(before, await box.world()), [])
          if (must.once) assert.deepEqual(repeated({requests: await box.requests()}), [])
        },
        {faults, scenario},
      ))
  }
})
