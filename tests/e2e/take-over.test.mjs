/** Two machines and one run: the first one is lost, or asleep, and the second has nothing but the database. */
import assert from 'node:assert/strict'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, test} from 'node:test'
import {runsFolder} from '../../scripts/start/environment.mjs'
import {entries, isChanging, waitForJournal} from '../../scripts/start/journal.mjs'
import {announced, putToSleep} from '../../scripts/start/sleep.mjs'
import {differences, repeated} from '../../scripts/start/world.mjs'
import {inBox, names, upgrade} from './support/box.mjs'
import {killed} from './support/kill.mjs'

const {app} = names
const takeOver = ['connect:runs:take-over', '--app', app, '--confirm', app]

/** The salt of a run on a machine. */
const saltOf = (machine, run) => readFileSync(path.join(runsFolder(machine.home), run, 'salt'), 'utf8').trim()

/** No file of a run but its salt holds the salt, and nothing that was said does. */
function keepsItsSalt(machine, run, ...results) {
  const salt = saltOf(machine, run)
  const folder = path.join(runsFolder(machine.home), run)
  const files = readdirSync(folder).filter(name => name !== 'salt')
  const texts = files.map(name => [name, readFileSync(path.join(folder, name), 'utf8')])
  for (const {stderr, stdout} of results) texts.push(['output', stdout + stderr])
  for (const [name, text] of texts) assert.ok(!text.includes(salt), `${name} holds the salt`)
}

describe('a lost machine', {timeout: 3_000_000}, () => {
  test('in the downtime: another one takes the run over and ends it, with the same salt, and nothing is lost', () =>
    inBox(async box => {
      const run = await killed(box, list => isChanging(list, 'downtime'))
      const other = box.another()
      assert.ok(!existsSync(runsFolder(other.home)))
      const taken = await other.heroku(takeOver)
      assert.equal(taken.code, 14, taken.stdout + taken.stderr)
      assert.match(taken.stdout, new RegExp(`connect:runs:resume ${run}`))
      assert.equal(saltOf(other, run), saltOf(box, run))
      const resumed = await other.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 1200})
      assert.equal(resumed.code, 0, resumed.stdout + resumed.stderr)
      keepsItsSalt(other, run, taken, resumed)
      await box.judged()
      assert.match(await other.ok('connect:runs'), new RegExp(`${run}.*done`))
    }))

  test('taken over and rolled back: everything is as before, and the machine that comes back does nothing', () =>
    inBox(async box => {
      const before = await box.world()
      const run = await killed(box, list => isChanging(list, 'downtime'))
      const other = box.another()
      assert.equal((await other.heroku(takeOver)).code, 14)

      const seen = (await box.requests()).length
      for (const args of [
        ['connect:runs:resume', run, '--no-hold'],
        ['connect:runs:abort', run, '--confirm', app],
      ]) {
        const back = await box.heroku(args)
        assert.equal(back.code, 15, back.stdout + back.stderr)
        assert.match(back.stdout + back.stderr, /run\/taken-over/)
      }

      const changed = (await box.requests()).slice(seen).filter(request => request.mutates)
      assert.deepEqual(changed, [])
      assert.match(await box.ok('connect:runs'), new RegExp(`${run}.*taken over`))

      const result = await other.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 1200})
      assert.equal(result.code, 0, result.stdout + result.stderr)
      await box.judged({undone: true})
      assert.deepEqual(differences(before, await box.world()), [])
    }))
})

describe('two operators', {timeout: 3_000_000}, () => {
  test('the first sleeps while the second takes over: it wakes up, changes nothing and says so; the second ends well', () =>
    inBox(async box => {
      const first = box.start(upgrade)
      const run = await waitForJournal(box.home, list => isChanging(list, 'downtime'), first.done)
      assert.ok(run)
      await putToSleep(first.child, () => entries(box.home, run))
      const before = announced(entries(box.home, run))
      const other = box.another()
      assert.equal((await other.heroku(takeOver)).code, 14)
      process.kill(-first.child.pid, 'SIGCONT')
      // Both at work at the same time.
      const [woken, resumed] = await Promise.all([first.done, other.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 1200})])
      assert.equal(woken.code, 15, woken.stdout + woken.stderr)
      assert.match(woken.stdout + woken.stderr, /has taken this run over on another machine/)
      assert.equal(announced(entries(box.home, run)), before)
      assert.equal(resumed.code, 0, resumed.stdout + resumed.stderr)
      await box.judged()
      assert.deepEqual(repeated({requests: await box.requests()}), [])
    }))
})
