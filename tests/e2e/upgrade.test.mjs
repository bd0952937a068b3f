/** The main job, end to end: the real CLI, real PostgreSQL, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {repeated} from '../../scripts/start/world.mjs'
import {names, openBox, upgrade} from './support/box.mjs'
import {sameAsInMemory} from './support/in-memory.mjs'
import {secretsOf} from './support/secrets.mjs'

const {app, leader} = names

describe('upgrade-follower', {timeout: 1_800_000}, () => {
  let box
  let result
  let canaries
  before(async () => {
    box = await openBox()
    canaries = await secretsOf(box)
    result = await box.heroku(upgrade, {patience: 1200})
    canaries = [...new Set([...canaries, ...(await secretsOf(box))])]
  })
  after(() => box?.close())

  test('ends with 0 and says what it did', () => {
    assert.equal(result.code, 0, result.stdout + result.stderr)
    const text = result.stdout + result.stderr
    for (const word of ['acme-sync', leader, 'Downtime', 'Rollback', 'Cost', 'follower', 'done']) assert.match(text, new RegExp(word))
  })

  test('the same ending, steps and conditions as in memory', () => sameAsInMemory(box, 'upgrade-follower', result))

  test('the server saw every mutating request once', async () => {
    assert.deepEqual(repeated({requests: await box.requests()}), [])
  })

  test('the app runs as before, on the new version, and the old database is still there', async () => {
    assert.match(await box.ok('pg:info', 'DATABASE', '--app', app), /PG Version:\s+17/)
    assert.match(await box.ok('maintenance', '--app', app), /^off/)
    assert.equal((await box.ok('ps:scale', '--app', app)).trim(), 'web=1:Standard-1X worker=1:Standard-1X')
    assert.match(await box.ok('addons', '--app', app), new RegExp(leader))
  })

  test('connect:runs lists it as done, connect:runs:info shows its proofs', async () => {
    const [run] = box.runs()
    assert.match(await box.ok('connect:runs', '--app', app), new RegExp(`${run}.*done`, 's'))
    assert.match(await box.ok('connect:runs:info', run, '--verbose'), /done.*✓/s)
  })

  test('a run that is done is neither resumed nor aborted', async () => {
    const [run] = box.runs()
    const seen = (await box.requests()).length
    for (const args of [
      ['connect:runs:resume', run, '--no-hold'],
      ['connect:runs:abort', run, '--confirm', app],
    ]) {
      const result = await box.heroku(args)
      assert.match(result.stdout + result.stderr, /over: done/)
    }

    assert.deepEqual(
      (await box.requests()).slice(seen).filter(request => request.mutates),
      [],
    )
  })

  test("no secret is in the run's folder or in the output, and the files are the owner's", async () => {
    const files = box.files()
    assert.ok(files.some(({file}) => file.endsWith('journal.jsonl')))
    const output = [
      {file: 'stdout', text: result.stdout},
      {file: 'stderr', text: result.stderr},
    ]
    for (const {file, text} of [...files, ...output]) {
      for (const secret of canaries) assert.ok(!text.includes(secret), `${file} holds a secret`)
    }

    for (const {file, mode} of files) assert.equal(mode, 0o600, file)
  })

  test('upgrading again: there is nothing to do, exit 0', async () => {
    const again = await box.heroku(upgrade)
    assert.equal(again.code, 0, again.stdout + again.stderr)
    assert.match(again.stdout + again.stderr, /17/)
  })

  test('the ledger agrees', () => box.judged())

  test('connect:runs:finish destroys the old database, and only with its name', async () => {
    const [run] = box.runs()
    const unnamed = await box.heroku(['connect:runs:finish', run])
    assert.equal(unnamed.code, 2, unnamed.stdout + unnamed.stderr)
    assert.match(await box.ok('addons', '--app', app), new RegExp(leader))
    await box.ok('connect:runs:finish', run, '--confirm', leader)
    assert.doesNotMatch(await box.ok('addons', '--app', app), new RegExp(leader))
  })
})
