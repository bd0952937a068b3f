/** Shell runbooks, end to end: exported by the real CLI, carried out by bash with the guard at its strictest, judged by the ledger. */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {describe, test} from 'node:test'
import {startProgram} from '../../scripts/start/cli.mjs'
import {isChanging, waitForJournal} from '../../scripts/start/journal.mjs'
import {carriedOut, exported, guarded} from '../../scripts/start/runbook.mjs'
import {repeated} from '../../scripts/start/world.mjs'
import {inBox, names} from './support/box.mjs'
import {secretsOf} from './support/secrets.mjs'

const {app} = names

/** Exports the runbook of a command, as an operator does. */
async function export_(box, args) {
  const {code, file} = await exported([...args, '--app', app, '--wait-interval', '1'], {cwd: box.folder, run: words => box.heroku(words)})
  assert.equal(code, 0)
  return file
}

/** Carries it out. */
function start(box) {
  return startProgram('bash', carriedOut(app), {cwd: box.folder, env: box.env(guarded), group: true})
}

describe('runbooks', {concurrency: 2, timeout: 1_800_000}, () => {
  test('an upgrade by its runbook, killed with the app stopped and started again, ends as the run itself does', () =>
    inBox(async box => {
      const file = await export_(box, ['connect:upgrade-db', '--version', '17'])
      const first = start(box)
      const run = await waitForJournal(box.home, list => isChanging(list, 'downtime'), first.done)
      if (run) process.kill(-first.child.pid, 'SIGKILL')
      const killed = await first.done
      assert.equal(killed.signal, 'SIGKILL', killed.stdout + killed.stderr)
      assert.match(await box.ok('connect:runs:info', run), new RegExp(run))

      const again = await start(box).done
      assert.equal(again.code, 0, again.stdout + again.stderr)
      assert.match(again.stdout, /Postgres 17/)
      await box.judged({undone: false})
      const third = await start(box).done
      assert.equal(third.code, 0, third.stdout + third.stderr)
      assert.match(third.stderr, /is over: done/)

      const text = readFileSync(file, 'utf8') + again.stdout + again.stderr
      for (const secret of await secretsOf(box)) assert.ok(!text.includes(secret), 'a secret is in the runbook or in what it says')
    }))

  test('a change of plan by its runbook sends every change once', () =>
    inBox(
      async box => {
        await export_(box, ['connect:change-plan', 'standard-2'])
        const result = await start(box).done
        assert.equal(result.code, 0, result.stdout + result.stderr)
        assert.match(result.stderr, /\$ heroku addons:upgrade /)
        await box.judged({kept: true, undone: false})
        assert.deepEqual(repeated({requests: await box.requests()}), [])
      },
      {scenario: 'change-plan'},
    ))

  test('a plan with something against it has no runbook', () =>
    inBox(
      async box => {
        const {code, file} = await exported(['connect:upgrade-db', '--app', app, '--version', '17'], {
          cwd: box.folder,
          run: words => box.heroku(words),
        })
        assert.deepEqual([code, file], [10, undefined])
      },
      {scenario: 'unlogged-table'},
    ))
})
