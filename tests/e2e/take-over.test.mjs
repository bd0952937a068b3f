/** The machine that ran it is gone: another one has nothing but the database, and takes the run over. */
import assert from 'node:assert/strict'
import {renameSync} from 'node:fs'
import {describe, test} from 'node:test'
import {runsFolder} from '../../scripts/start/environment.mjs'
import {isChanging} from '../../scripts/start/journal.mjs'
import {differences} from '../../scripts/start/world.mjs'
import {inBox, names} from './support/box.mjs'
import {killed} from './support/kill.mjs'

const {app} = names
const takeOver = ['connect:runs:take-over', '--app', app, '--confirm', app]

describe('a lost machine', {timeout: 3_000_000}, () => {
  test('before the point of no return: taken over, rolled back, and the machine that comes back does nothing', () =>
    inBox(async box => {
      const before = await box.world()
      const run = await killed(box, list => isChanging(list, 'downtime'))
      const here = runsFolder(box.home)
      const away = `${here}-of-the-other-machine`
      renameSync(here, away)

      const taken = await box.heroku(takeOver)
      assert.equal(taken.code, 14, taken.stdout + taken.stderr)
      assert.match(taken.stdout, new RegExp(`connect:runs:abort ${run}`))

      const ours = `${here}-of-this-machine`
      renameSync(here, ours)
      renameSync(away, here)
      for (const verb of ['resume', 'abort']) {
        const back = await box.heroku([`connect:runs:${verb}`, run, ...(verb === 'abort' ? ['--confirm', app] : ['--no-hold'])])
        assert.equal(back.code, 10, back.stdout + back.stderr)
        assert.match(back.stderr, /run\/taken-over/)
      }

      renameSync(here, away)
      renameSync(ours, here)
      const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 600})
      assert.equal(result.code, 0, result.stdout + result.stderr)
      await box.judged({undone: true})
      assert.deepEqual(differences(before, await box.world()), [])
    }))

  test('after it: taken over and gone on with', () =>
    inBox(async box => {
      const run = await killed(box, list => isChanging(list, 'settle'))
      renameSync(runsFolder(box.home), `${runsFolder(box.home)}-lost`)
      const taken = await box.heroku(takeOver)
      assert.ok([11, 14].includes(taken.code), taken.stdout + taken.stderr)
      const resumed = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 600})
      assert.equal(resumed.code, 0, resumed.stdout + resumed.stderr)
      await box.judged()
    }))
})
