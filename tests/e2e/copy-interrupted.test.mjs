/** A copy that is interrupted, or that lacks rows, on real servers. */
import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {differences} from '../../scripts/start/world.mjs'
import {inBox, names, upgrade} from './support/box.mjs'
import {copiesAsked} from './support/copies.mjs'
import {killed} from './support/kill.mjs'

const {app} = names
const essential = 'upgrade-essential-copy'

/** True once the copy that counts was asked for. */
const isCopying = list => list.some(({kind, step}) => kind === 'issued' && step === 'copy')

describe('a copy that is interrupted', {concurrency: 2, timeout: 1_800_000}, () => {
  test('while it is made, then resume: it is done, and copied once', () =>
    inBox(
      async box => {
        const run = await killed(box, isCopying)
        const result = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 900})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        assert.equal(await copiesAsked(box), 2)
        await box.judged()
      },
      {scenario: essential},
    ))

  test('while it is made, then abort: the app is back on the old database, and nothing is left', () =>
    inBox(
      async box => {
        const was = await box.world()
        const run = await killed(box, isCopying)
        const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 900})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        assert.match(result.stdout, /everything is as it was/)
        await box.judged({undone: true})
        assert.deepEqual(differences(was, await box.world()), [])
      },
      {scenario: essential},
    ))

  test('a copy that lacks rows is found out: the app comes back on the old database', () =>
    inBox(
      async box => {
        const was = await box.world()
        const result = await box.heroku(upgrade, {patience: 900})
        assert.equal(result.code, 12, result.stdout + result.stderr)
        assert.match(result.stdout + result.stderr, /target\/unproven/)
        await box.judged({undone: true})
        assert.deepEqual(differences(was, await box.world()), [])
      },
      // The first one is the trial, of which only definitions are compared.
      {faults: ['copy-hollow+1#1'], scenario: essential},
    ))
})
