/** kill -9 in every zone: resume finishes, abort returns everything to what it was, and the ledger agrees. */
import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {zones} from '../../scripts/start/options.mjs'
import {isChanging, waitForJournal} from '../../scripts/start/journal.mjs'
import {differences} from '../../scripts/start/world.mjs'
import {names, openBox, upgrade} from './support/box.mjs'

const {app} = names

/** Kills the command when `test` passes on its journal; gives the run's id. */
async function killed(box, test) {
  const started = box.start(upgrade)
  const run = await waitForJournal(box.home, test, started.done)
  if (run) process.kill(-started.child.pid, 'SIGKILL')
  const result = await started.done
  assert.equal(result.signal, 'SIGKILL', `it ended by itself: ${result.stdout}\n${result.stderr}`)
  return run
}

async function inBox(body, options) {
  const box = await openBox(options)
  try {
    await body(box)
  } finally {
    await box.close()
  }
}

describe('kill -9, then resume', {timeout: 3_000_000}, () => {
  for (const zone of zones) {
    test(zone, () =>
      inBox(async box => {
        const run = await killed(box, list => isChanging(list, zone))
        assert.match(await box.ok('connect:runs'), new RegExp(run))
        const result = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 600})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        await box.judged()
      }),
    )
  }

  test('three times in one run', () =>
    inBox(async box => {
      let run = await killed(box, list => isChanging(list, 'prepare'))
      for (const zone of ['window', 'cut-over']) {
        const started = box.start(['connect:runs:resume', run, '--no-hold'])
        const found = await waitForJournal(box.home, list => isChanging(list, zone), started.done)
        assert.equal(found, run)
        process.kill(-started.child.pid, 'SIGKILL')
        await started.done
        run = found
      }

      const result = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 600})
      assert.equal(result.code, 0, result.stdout + result.stderr)
      await box.judged()
    }),
  )
})

describe('kill -9, then abort', {timeout: 3_000_000}, () => {
  for (const zone of zones.filter(zone => zone !== 'settle')) {
    test(zone, () =>
      inBox(async box => {
        const before = await box.world()
        const run = await killed(box, list => isChanging(list, zone))
        const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 600})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        assert.match(result.stdout, /everything is as it was/)
        await box.judged({undone: true})
        assert.deepEqual(differences(before, await box.world()), [])
      }),
    )
  }

  test('settle: too late to go back, the next command is named and nothing is lost', () =>
    inBox(async box => {
      const run = await killed(box, list => isChanging(list, 'settle'))
      const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 600})
      assert.equal(result.code, 13, result.stdout + result.stderr)
      assert.match(result.stdout + result.stderr, new RegExp(`connect:runs:resume ${run}`))
      const resumed = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 600})
      assert.equal(resumed.code, 0, resumed.stdout + resumed.stderr)
      await box.judged()
    }),
  )
})
