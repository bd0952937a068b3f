/** Each fault of the table in scripts/faults.mjs must end as the table says. */
import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {expectations, spelled} from '../../scripts/faults.mjs'
import {differences, repeated} from '../../scripts/start/world.mjs'
import {openBox, upgrade} from './support/box.mjs'

describe('faults', {timeout: 6_000_000}, () => {
  for (const [fault, must] of Object.entries(expectations)) {
    test(`${fault}: exit ${must.exitCode}, ${must.verdict}`, async () => {
      const box = await openBox({faults: [spelled(fault)]})
      try {
        const before = await box.world()
        const result = await box.heroku(upgrade, {patience: must.patience})
        assert.equal(result.code, must.exitCode, result.stdout + result.stderr)
        await box.judged({undone: must.verdict === 'undone'})
        if (must.world === 'unchanged') assert.deepEqual(differences(before, await box.world()), [])
        if (must.once) assert.deepEqual(repeated({requests: await box.requests()}), [])
        const created = (await box.requests()).filter(({method, path}) => method === 'POST' && /^\/apps\/[^/]+\/addons$/.test(path))
        assert.equal(created.length, 1, 'one add-on was made')
      } finally {
        await box.close()
      }
    })
  }
})
