/** An upgrade in place, end to end: the real CLI, a real pg_upgrade of the leader, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {inPlace} from '../../scripts/start/commands.mjs'
import {repeated} from '../../scripts/start/world.mjs'
import {inBox, names, openBox, upgrade} from './support/box.mjs'
import {killed} from './support/kill.mjs'
import {secretsOf} from './support/secrets.mjs'

const {app, leader} = names
const scenario = 'upgrade-direct'
const direct = [...upgrade, ...inPlace]
const patience = 600

/** True once a step's first change was announced. */
const isAsked = wanted => list => list.some(({kind, step}) => kind === 'issued' && step === wanted)

/** True once a step was entered. */
const isIn = wanted => list => list.some(({kind, step}) => kind === 'entered' && step === wanted)

/** How often a request of this kind reached the server. */
async function asked(box, act) {
  const requests = await box.requests()
  return requests.filter(({method, path}) => method === 'POST' && path.endsWith(`/upgrade/${act}`)).length
}

describe('upgrade-direct', {timeout: 1_800_000}, () => {
  let box
  let result
  before(async () => {
    box = await openBox({scenario})
    result = await box.heroku(direct, {patience})
  })
  after(() => box?.close())

  test('ends with 0: the same database is on the new version', async () => {
    const text = result.stdout + result.stderr
    assert.equal(result.code, 0, text)
    assert.match(text, /upgraded in place/)
    assert.match(await box.ok('pg:info', '--app', app), /PG Version:\s+17/)
  })

  test('the report holds the proofs across the upgrade, and the follower follows the new version', async () => {
    const [run] = box.runs()
    const info = await box.ok('connect:runs:info', run, '--verbose')
    const proofs = [
      /L1 = L0 on the lead database/,
      /rows in \d+ tables, \d+ sequences and \d+ kinds of objects as before/,
      /the next one is \d+, the newest in a trigger log \d+/,
      /follower postgresql-replica-10002: follows, on the new version, and replays/,
    ]
    for (const proof of proofs) assert.match(info, proof)
  })

  test('the server saw every mutating request once, but for the backup: one before and one after', async () => {
    const requests = await box.requests()
    assert.deepEqual(repeated({requests}, /\/backups$/), [])
    assert.equal(requests.filter(({method, path}) => method === 'POST' && path.endsWith('/backups')).length, 2)
  })

  test("no secret is in the run's folder", async () => {
    const secrets = await secretsOf(box)
    for (const {file, text} of box.files()) for (const secret of secrets) assert.ok(!text.includes(secret), `${file} holds a secret`)
  })

  test('asking again: there is nothing to do, exit 0', async () => {
    const again = await box.heroku(direct)
    assert.equal(again.code, 0, again.stdout + again.stderr)
    assert.match(again.stdout + again.stderr, /nothing to do/)
  })

  test('the ledger finds every acknowledged write in the database that was upgraded', () => box.judged({kept: true, version: '17'}))
})

describe('upgrade-self-fired', {timeout: 1_800_000}, () => {
  test('one that starts by itself is gone on with, and never asked for', () =>
    inBox(
      async box => {
        const result = await box.heroku(direct, {patience})
        const text = result.stdout + result.stderr
        assert.equal(result.code, 0, text)
        assert.match(text, /upgrade\/fired/)
        assert.match(text, /no app was stopped/)
        assert.equal(await asked(box, 'run'), 0)
        await box.judged({kept: true, version: '17'})
      },
      {faults: ['upgrade-fires'], scenario},
    ))
})

describe('an upgrade in place that is interrupted', {timeout: 1_800_000}, () => {
  test('kill -9 once it was asked for, then resume: it is done, and asked for once', () =>
    inBox(
      async box => {
        const run = await killed(box, isAsked('upgrade-run'), direct)
        const result = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        assert.ok((await asked(box, 'run')) <= 2)
        await box.judged({kept: true, version: '17'})
      },
      {scenario},
    ))

  test('kill -9 while it is prepared, then abort: it is cancelled, and the app was never stopped', () =>
    inBox(
      async box => {
        const run = await killed(box, isIn('pause-connect'), direct)
        const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        assert.match(result.stdout + result.stderr, /no upgrade of it is prepared/)
        assert.equal(await asked(box, 'cancel'), 1)
        const again = await box.heroku(['pg:upgrade:cancel', leader, '--app', app, '--confirm', app])
        assert.notEqual(again.code, 0, 'it was still prepared')
        await box.judged({undone: true})
      },
      {scenario},
    ))

  test('Heroku says that it failed: the server of before is proven to be as it was, and the app comes back, exit 12', () =>
    inBox(
      async box => {
        const result = await box.heroku(direct, {patience})
        assert.equal(result.code, 12, result.stdout + result.stderr)
        assert.match(result.stdout + result.stderr, /upgrade\/came-to-nothing/)
        await box.judged({undone: true})
      },
      {faults: ['upgrade-fails'], scenario},
    ))
})

describe('an upgrade in place with a copy that leads back', {timeout: 1_800_000}, () => {
  test('the copy follows nobody and stays on the old version, and only it is destroyed when the run is finished', () =>
    inBox(
      async box => {
        const result = await box.heroku([...direct, '--way-back', 'copy'], {patience})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        const [run] = box.runs()
        const copy = `postgresql-connect-${run}`
        const shown = await box.ok('pg:info', copy, '--app', app)
        assert.match(shown, /PG Version:\s+15/)
        assert.doesNotMatch(shown, /Following/)
        const info = await box.ok('connect:runs:info', run, '--verbose')
        assert.match(info, /copy that leads back continues the lead database/)
        assert.match(info, new RegExp(`${copy} follows nobody, on Postgres 15, with everything up to L0`))
        await box.judged({kept: true, version: '17'})
        await box.ok('connect:runs:finish', run, '--confirm', copy)
        const gone = await box.heroku(['addons:info', copy, '--app', app])
        assert.notEqual(gone.code, 0, gone.stdout)
        assert.match(await box.ok('pg:info', leader, '--app', app), /PG Version:\s+17/)
      },
      {scenario},
    ))
})
