/** kill -9 in every zone, then resume: the run finishes, and the ledger agrees. */
import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {isChanging} from '../../scripts/start/journal.mjs'
import {zones} from '../../scripts/start/options.mjs'
import {inBox} from './support/box.mjs'
import {killed} from './support/kill.mjs'
import {worlds} from './support/worlds.mjs'

for (const {command, name, scenario, version} of worlds) {
  describe(`kill -9, then resume: ${name}`, {timeout: 3_000_000}, () => {
    for (const zone of zones) {
      test(zone, () =>
        inBox(
          async box => {
            const run = await killed(box, list => isChanging(list, zone), command)
            assert.match(await box.ok('connect:runs'), new RegExp(run))
            const result = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 1200})
            assert.equal(result.code, 0, result.stdout + result.stderr)
            await box.judged({version})
          },
          {scenario},
        ),
      )
    }
  })
}

test('kill -9 three times in one run', {timeout: 3_000_000}, () =>
  inBox(async box => {
    const run = await killed(box, list => isChanging(list, 'prepare'))
    for (const zone of ['downtime', 'cut-over']) {
      assert.equal(await killed(box, list => isChanging(list, zone), ['connect:runs:resume', run, '--no-hold']), run)
    }

    const result = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 1200})
    assert.equal(result.code, 0, result.stdout + result.stderr)
    await box.judged()
  }),
)
