/** A change of plan, end to end: the real CLI, a real standby that takes over while everybody writes, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {repeated} from '../../scripts/start/world.mjs'
import {inBox, names, openBox} from './support/box.mjs'
import {killed} from './support/kill.mjs'
import {secretsOf} from './support/secrets.mjs'

const {app, leader} = names
const scenario = 'change-plan'
const change = ['connect:change-plan', 'standard-2', '--app', app, '--confirm', app, '--no-hold', '--wait-interval', '1']

/** True once the change was answered and the database is watched. */
const isWatching = list => list.some(({condition, kind}) => kind === 'held' && condition.startsWith('server_replaced'))

describe('change-plan', {timeout: 1_800_000}, () => {
  let box
  let result
  before(async () => {
    box = await openBox({scenario})
    result = await box.heroku(change, {patience: 1200})
  })
  after(() => box?.close())

  test('ends with 0 and says of which moment nothing is proven', () => {
    const text = result.stdout + result.stderr
    assert.equal(result.code, 0, text)
    for (const word of ['in-place', 'no app was stopped', 'Not proven', `${leader} is on standard-2`]) assert.match(text, new RegExp(word))
  })

  test('the server saw every mutating request once', async () => {
    assert.deepEqual(repeated({requests: await box.requests()}), [])
  })

  test('the CLI sees the new plan, and the follower follows the server that took over', async () => {
    assert.match(await box.ok('addons:info', leader), /standard-2/)
    const [run] = box.runs()
    assert.match(await box.ok('connect:runs:info', run, '--verbose'), /follower postgresql-replica-10002: follows, and has test write/)
  })

  test("no secret is in the run's folder", async () => {
    const secrets = await secretsOf(box)
    for (const {file, text} of box.files()) for (const secret of secrets) assert.ok(!text.includes(secret), `${file} holds a secret`)
  })

  test('asking again: there is nothing to do, exit 0', async () => {
    const again = await box.heroku(change)
    assert.equal(again.code, 0, again.stdout + again.stderr)
    assert.match(again.stdout + again.stderr, /nothing to do/)
  })

  test('the ledger finds every acknowledged write in the database that everybody used all the time', () => box.judged({kept: true}))
})

describe('kill -9 of a change of plan', {timeout: 1_800_000}, () => {
  test('while it is waited for, then resume: it is done, and sent once', () =>
    inBox(
      async box => {
        const run = await killed(box, isWatching, change)
        const result = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 1200})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        const patches = (await box.requests()).filter(({method, path}) => method === 'PATCH' && path.includes('/addons/'))
        assert.equal(patches.length, 1)
        await box.judged({kept: true})
      },
      {scenario},
    ))
})
