/** kill -9 in every zone, then abort: everything returns to what it was as long as that can be, and the ledger agrees. */
import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {isChanging} from '../../scripts/start/journal.mjs'
import {zones} from '../../scripts/start/options.mjs'
import {differences} from '../../scripts/start/world.mjs'
import {inBox, names} from './support/box.mjs'
import {killed} from './support/kill.mjs'
import {worlds} from './support/worlds.mjs'

const {app} = names

for (const {command, name, scenario, version} of worlds) {
  describe(`kill -9, then abort: ${name}`, {timeout: 3_000_000}, () => {
    for (const zone of zones.filter(zone => zone !== 'settle')) {
      test(zone, () =>
        inBox(
          async box => {
            const before = await box.world()
            const run = await killed(box, list => isChanging(list, zone), command)
            const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 1200})
            assert.equal(result.code, 0, result.stdout + result.stderr)
            assert.match(result.stdout, /everything is as it was/)
            await box.judged({undone: true})
            assert.deepEqual(differences(before, await box.world()), [])
          },
          {scenario},
        ),
      )
    }

    test('settle: too late to go back, the next command is named and nothing is lost', () =>
      inBox(
        async box => {
          const run = await killed(box, list => isChanging(list, 'settle'), command)
          const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 1200})
          // 14 while the app is still stopped.
          assert.ok([13, 14].includes(result.code), result.stdout + result.stderr)
          assert.match(result.stdout + result.stderr, new RegExp(`connect:runs:resume ${run}`))
          const resumed = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 1200})
          assert.equal(resumed.code, 0, resumed.stdout + resumed.stderr)
          await box.judged({version})
        },
        {scenario},
      ))
  })
}
