/** The same job where Connect's config var is another one than DATABASE_URL. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {openBox, upgrade} from './support/box.mjs'
import {sameAsInMemory} from './support/in-memory.mjs'

for (const [scenario, how] of [
  ['upgrade-custom-db-key', /HEROKU_POSTGRESQL_ROSE/],
  ['upgrade-custom-alias', /CRM_DB/],
]) {
  describe(scenario, {timeout: 1_800_000}, () => {
    let box
    let result
    before(async () => {
      box = await openBox({scenario})
      result = await box.heroku(upgrade, {patience: 1200})
    })
    after(() => box?.close())

    test('ends with 0 and says what it did about the config var', () => {
      assert.equal(result.code, 0, result.stdout + result.stderr)
      assert.match(result.stdout + result.stderr, how)
    })

    test('the same ending, steps and conditions as in memory', () => sameAsInMemory(box, scenario, result))

    test('the ledger agrees', () => box.judged())
  })
}
