/** A changeover, end to end: the real CLI, a real follower that is promoted while everybody waits, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {repeated} from '../../scripts/start/world.mjs'
import {inBox, names, openBox} from './support/box.mjs'
import {killed} from './support/kill.mjs'
import {secretsOf} from './support/secrets.mjs'

const {app, leader} = names
const scenario = 'change-plan'
const change = [
  'connect:change-plan',
  'standard-2',
  '--method',
  'changeover',
  '--app',
  app,
  '--confirm',
  app,
  '--no-hold',
  '--wait-interval',
  '1',
]

/** True once the follower is told to stop following. */
const isUnfollowing = list => list.some(({kind, step}) => kind === 'issued' && step === 'unfollow')

describe('changeover', {timeout: 1_800_000}, () => {
  let box
  let result
  before(async () => {
    box = await openBox({scenario})
    result = await box.heroku(change, {patience: 1200})
  })
  after(() => box?.close())

  test('ends with 0: the app runs on another database, and the old one is kept', async () => {
    const text = result.stdout + result.stderr
    assert.equal(result.code, 0, text)
    for (const word of ['from standard-0 to standard-2', `the old one \\(${leader}\\) is read-only`]) assert.match(text, new RegExp(word))
    const [run] = box.runs()
    assert.match(await box.ok('addons:info', `postgresql-connect-${run}`), /standard-2/)
    assert.match(await box.ok('addons:info', leader), /standard-0/)
  })

  test('the report tells by what the new database was recognised', async () => {
    const [run] = box.runs()
    const info = await box.ok('connect:runs:info', run, '--verbose')
    assert.match(info, /system identifier \d+ as before, timeline 1 → 2, Postgres 15, past L0/)
  })

  test('the server saw every mutating request once', async () => {
    assert.deepEqual(repeated({requests: await box.requests()}), [])
  })

  test("no secret is in the run's folder", async () => {
    const secrets = await secretsOf(box)
    for (const {file, text} of box.files()) for (const secret of secrets) assert.ok(!text.includes(secret), `${file} holds a secret`)
  })

  test('the ledger finds every acknowledged write in the new database', () => box.judged({version: '15'}))
})

describe('kill -9 of a changeover', {timeout: 1_800_000}, () => {
  test('while the follower stops following, then resume: it is done, and told once', () =>
    inBox(
      async box => {
        const run = await killed(box, isUnfollowing, change)
        const result = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 1200})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        const told = (await box.requests()).filter(({method, path}) => method === 'PUT' && path.endsWith('/unfollow'))
        assert.equal(told.length, 1)
        await box.judged({version: '15'})
      },
      {scenario},
    ))

  test('while the follower stops following, then abort: the app is back on the old database', () =>
    inBox(
      async box => {
        const run = await killed(box, isUnfollowing, change)
        const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 1200})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        await box.judged({undone: true})
      },
      {scenario},
    ))
})
