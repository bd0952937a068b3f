/** A copy, end to end: the real CLI, a real dump and restore while everybody waits, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {repeated, TRIED} from '../../scripts/start/world.mjs'
import {inBox, names, openBox, upgrade} from './support/box.mjs'
import {copiesAsked} from './support/copies.mjs'
import {secretsOf} from './support/secrets.mjs'

const {leader} = names
const essential = 'upgrade-essential-copy'
const copy = [...upgrade, '--method', 'copy', '--accept', 'copy/credentials']

async function keepsSecrets(box) {
  const secrets = await secretsOf(box)
  for (const {file, text} of box.files()) for (const secret of secrets) assert.ok(!text.includes(secret), `${file} holds a secret`)
}

describe('a copy of an Essential database', {timeout: 1_800_000}, () => {
  let box
  let result
  before(async () => {
    box = await openBox({scenario: essential})
    result = await box.heroku(upgrade, {patience: 900})
  })
  after(() => box?.close())

  test('ends with 0: the app runs on another database, and the old one is kept', async () => {
    const text = result.stdout + result.stderr
    assert.equal(result.code, 0, text)
    assert.match(text, new RegExp(`the old one \\(${leader}\\) is read-only`))
    const [run] = box.runs()
    assert.match(await box.ok('addons:info', `postgresql-connect-${run}`), /essential-0/)
    assert.match(await box.ok('addons:info', leader), /essential-0/)
  })

  test('the report tells what was compared', async () => {
    const [run] = box.runs()
    const info = await box.ok('connect:runs:info', run, '--verbose')
    for (const words of [/\d+ objects on both sides/, /\d+ rows in \d+ tables on both sides/, /everything captured is sent/]) {
      assert.match(info, words)
    }
  })

  test('the server saw every mutating request once, but the copy that was tried before', async () => {
    const twice = repeated({requests: await box.requests()}, TRIED)
    assert.deepEqual(twice, [])
    assert.equal(await copiesAsked(box), 2)
  })

  test("no secret is in the run's folder", () => keepsSecrets(box))

  test('the ledger finds every acknowledged write in the new database', () => box.judged())
})

describe('a copy of a Standard database with credentials', {timeout: 1_800_000}, () => {
  test('grants and tables of its own are there; after the soak the old database is destroyed', () =>
    inBox(
      async box => {
        const result = await box.heroku(copy, {patience: 900})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        await box.judged()
        const [run] = box.runs()
        assert.match(await box.ok('connect:runs:info', run, '--verbose'), /owners and grants/)
        await keepsSecrets(box)
        const finished = await box.heroku(['connect:runs:finish', run, '--confirm', leader], {patience: 1200})
        assert.equal(finished.code, 0, finished.stdout + finished.stderr)
      },
      {scenario: 'upgrade-copy'},
    ))
})
