/** Journals that were changed behind the run's back, and a run that is open: nothing is done on their word. */
import assert from 'node:assert/strict'
import {appendFileSync, copyFileSync, readFileSync, writeFileSync} from 'node:fs'
import {after, before, describe, test} from 'node:test'
import {names, openBox, upgrade} from './support/box.mjs'
import {killed} from './support/kill.mjs'

const {app, leader} = names

describe('journals that cannot be trusted', {timeout: 1_800_000}, () => {
  let box
  let run
  let journal
  before(async () => {
    box = await openBox()
    // The first change takes the lock; with the second one under way the run is open for everybody.
    run = await killed(box, list => list.filter(entry => entry.kind === 'issued').length > 1)
    journal = box.journal(run)
    copyFileSync(journal, `${box.folder}/journal.good`)
  })
  after(() => box?.close())

  const restore = () => copyFileSync(`${box.folder}/journal.good`, journal)

  for (const [name, spoil, sentence] of [
    ['a plan edited by hand', text => text.replace('"acme-sync"', '"acme-sink"'), /line 1|changed|edited/i],
    ['a line taken out', text => text.split('\n').toSpliced(1, 1).join('\n'), /line \d+|changed|removed/i],
    ['a record of a newer version', text => text.replace(/"version":"1\.\d+"/, '"version":"9.0"'), /newer|9\.0/i],
    ['nothing in it', () => '', /empty|nothing/i],
  ]) {
    test(`${name}: neither resumed nor aborted on its word`, async () => {
      writeFileSync(journal, spoil(readFileSync(`${box.folder}/journal.good`, 'utf8')))
      try {
        const seen = (await box.requests()).length
        for (const verb of ['resume', 'abort']) {
          const result = await box.heroku([`connect:runs:${verb}`, run, ...(verb === 'abort' ? ['--confirm', app] : ['--no-hold'])])
          assert.ok([2, 10, 13].includes(result.code), `${verb} ${result.code}: ${result.stdout}${result.stderr}`)
          assert.match(result.stdout + result.stderr, sentence)
        }

        assert.deepEqual(
          (await box.requests()).slice(seen).filter(request => request.mutates),
          [],
        )
      } finally {
        restore()
      }
    })
  }

  test('while a run is open another one of the same database is refused', async () => {
    const result = await box.heroku(upgrade)
    assert.equal(result.code, 10, result.stdout + result.stderr)
    assert.match(result.stdout + result.stderr, new RegExp(run))
  })

  test('half a last line is left out, and the run goes on', async () => {
    appendFileSync(journal, '{"hash":"0000","record":{"ver')
    const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 400})
    assert.equal(result.code, 0, result.stdout + result.stderr)
    await box.judged({undone: true})
    assert.ok(
      !JSON.parse(await box.ok('addons', '--app', app, '--json')).some(
        addon => addon.plan.name.startsWith('heroku-postgresql') && addon.name !== leader,
      ),
    )
  })
})
