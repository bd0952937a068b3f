/** Each fault of the table in scripts/faults.mjs must end as the table says. The longest begin first; waiting needs no processor. */
import assert from 'node:assert/strict'
import {readdirSync} from 'node:fs'
import {describe, test} from 'node:test'
import {expectations, spelled} from '../../scripts/faults.mjs'
import {runsFolder} from '../../scripts/start/environment.mjs'
import {differences, repeated} from '../../scripts/start/world.mjs'
import {inBox, names, upgrade} from './support/box.mjs'

/** A paused run can be taken back. */
async function aborted(box) {
  const [run] = readdirSync(runsFolder(box.home))
  const result = await box.heroku(['connect:runs:abort', run, '--confirm', names.app], {patience: 1200})
  assert.equal(result.code, 0, result.stdout + result.stderr)
}

const longestFirst = Object.entries(expectations).sort(([, one], [, other]) => other.patience - one.patience)

describe('faults', {concurrency: 2, timeout: 6_000_000}, () => {
  for (const [fault, must] of longestFirst) {
    test(`${fault}: exit ${must.exitCode}, ${must.verdict}`, () =>
      inBox(
        async box => {
          const before = await box.world()
          const result = await box.heroku(upgrade, {patience: must.patience})
          assert.equal(result.code, must.exitCode, result.stdout + result.stderr)
          if (result.code === 11) await aborted(box)
          await box.judged({undone: must.verdict === 'undone'})
          if (must.verdict === 'undone') assert.deepEqual(differences(before, await box.world()), [])
          if (must.once) assert.deepEqual(repeated({requests: await box.requests()}), [])
          const created = (await box.requests()).filter(({method, path}) => method === 'POST' && /^\/apps\/[^/]+\/addons$/.test(path))
          assert.equal(created.length, 1, 'one add-on was made')
        },
        {faults: [spelled(fault)]},
      ))
  }
})
