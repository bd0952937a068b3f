/** A pause of Connect that outlives its run, end to end: the real CLI, real Postgres, writers that never stop, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {repeated} from '../../scripts/start/world.mjs'
import {inBox, names, openBox} from './support/box.mjs'
import {killed} from './support/kill.mjs'
import {secretsOf} from './support/secrets.mjs'
import {client, sql} from './support/sql.mjs'

const {app} = names
const reason = "night's work; $(rm -rf /) \u001B[31m"
const quiesce = ['connect:quiesce', '--app', app, '--confirm', app, '--for', '2h', '--wait-interval', '1']
const resume = ['connect:resume-sync', '--app', app, '--confirm', app, '--wait-interval', '1']

/** True once the first pause was sent. */
const isPausing = list => list.some(({kind, step}) => kind === 'issued' && step === 'pause-connect')

/** True once Connect was asked to run again. */
const isResuming = list => list.some(({kind, step}) => kind === 'issued' && step === 'resume-connect')

/** States of all connections. */
const states = async box => Object.values((await box.world()).world.connections).map(one => one.state)

/** Makes the log as it is on a database that went back in time: the row that was noted is another one. */
const goBack = box =>
  sql(
    box,
    ['_trigger_log', '_trigger_log_archive']
      .map(table => `UPDATE salesforce.${table} SET created_at = created_at - interval '1 hour'`)
      .join('; '),
  )

describe('quiesce, held, resume-sync', {timeout: 1_800_000}, () => {
  let box
  let paused
  let waited
  before(async () => {
    box = await openBox()
    // Somebody has a table in hand for writing since before the pause.
    const open = await client(box)
    await open.query('BEGIN; LOCK TABLE salesforce.account IN ROW EXCLUSIVE MODE')
    const started = box.start([...quiesce, '--reason', reason])
    const seen = new Promise(resolve => {
      started.child.stdout.on('data', text => text.includes('hold tables for writing: nightly') && resolve(true))
    })
    waited = await Promise.race([seen, started.done.then(() => false)])
    await open.end()
    paused = await started.done
  })
  after(() => box?.close())

  test('ends with 0, says first that sync is paused and until when, and how to end it', () => {
    const text = paused.stdout + paused.stderr
    assert.equal(paused.code, 0, text)
    assert.match(paused.stdout, /SYNC PAUSED since .*, due .*: .*acme-sync/)
    assert.match(paused.stdout, new RegExp(`heroku connect:resume-sync ${box.runs()[0]} --app ${app}`))
    assert.ok(!text.includes('\u001B[31m'), 'what was typed is shown harmlessly')
  })

  test('a transaction that was open before was waited for and named', () => assert.ok(waited, paused.stdout + paused.stderr))

  test('Connect is paused, and what the apps write is captured', async () => {
    assert.deepEqual(await states(box), ['PAUSED'])
    assert.ok(await sql(box, "SELECT count(*) > 0 FROM salesforce._trigger_log WHERE state = 'NEW'"))
  })

  test('every later look says so: runs, doctor, and another command', async () => {
    const [run] = box.runs()
    assert.match(await box.ok('connect:runs'), /SYNC PAUSED since/)
    assert.match(await box.fails(10, 'connect:doctor', '--app', app), /SYNC PAUSED since .*, due .*, for: night's work/)
    const refused = await box.fails(10, 'connect:upgrade-db', '--version', '17', '--app', app, '--plan-only')
    assert.match(refused, /run\/another-open/)
    assert.match(refused, new RegExp(`heroku connect:resume-sync ${run} --app ${app}`))
  })

  test('asking again: there is nothing to do, and nothing is overdue', async () => {
    assert.match(await box.ok(...quiesce), /paused already: nothing to do/)
    assert.match(await box.ok(...resume, '--overdue'), /not overdue: nothing to do/)
    assert.deepEqual(await states(box), ['PAUSED'])
  })

  test('another run id is refused, and changes nothing', async () => {
    assert.match(await box.fails(10, ...resume, 'rother00'), /not by that one/)
    assert.deepEqual(await states(box), ['PAUSED'])
  })

  test('another machine resumes it, from the row in the database alone', async () => {
    const [run] = box.runs()
    const result = await box.another().heroku([...resume, run], {patience: 1200})
    assert.equal(result.code, 0, result.stdout + result.stderr)
    assert.match(result.stdout, /running and healthy; what was captured meanwhile has left the queue/)
    assert.deepEqual(
      (await states(box)).filter(state => state === 'PAUSED'),
      [],
    )
    assert.ok(await sql(box, "SELECT to_regnamespace('heroku_connect_maintenance') IS NULL"))
  })

  test('asking again: it runs, there is nothing to do', async () => {
    assert.match(await box.ok(...resume), /not paused: nothing to do/)
  })

  test('the server saw every mutating request once', async () => {
    assert.deepEqual(repeated({requests: await box.requests()}), [])
  })

  test("no secret is in the run's folder", async () => {
    const secrets = await secretsOf(box)
    for (const {file, text} of box.files()) for (const secret of secrets) assert.ok(!text.includes(secret), `${file} holds a secret`)
  })

  test('with --wait the process stays, and resumes it when it is due', async () => {
    const words = ['--for', '5s', '--wait']
    const {code, stderr, stdout} = await box.heroku(['connect:quiesce', '--app', app, '--confirm', app, '--wait-interval', '1', ...words])
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /SYNC PAUSED since/)
    assert.match(stderr, /Connect stays paused for .*, then it is resumed/)
    assert.deepEqual(await states(box), ['IDLE'])
    assert.match(await box.ok('connect:doctor', '--app', app, '--fail-on', 'never'), /\bok\b/)
  })

  test('the ledger finds every acknowledged write in Salesforce, once', () => box.judged({kept: true}))
})

describe('kill -9', {timeout: 1_800_000}, () => {
  test('while it is being paused, then resume: held; then resume-sync killed at its request, and resumed: running', () =>
    inBox(async box => {
      const run = await killed(box, isPausing, quiesce)
      const held = await box.heroku(['connect:runs:resume', run], {patience: 900})
      assert.equal(held.code, 0, held.stdout + held.stderr)
      assert.match(held.stdout, /SYNC PAUSED since/)
      const second = await killed(box, isResuming, [...resume, run])
      const result = await box.heroku(['connect:runs:resume', second], {patience: 900})
      assert.equal(result.code, 0, result.stdout + result.stderr)
      assert.doesNotMatch(await box.ok('connect:runs'), /SYNC PAUSED/)
      await box.judged({kept: true})
    }))

  test('while it is being paused, then abort: Connect runs as before', () =>
    inBox(async box => {
      const run = await killed(box, isPausing, quiesce)
      const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 900})
      assert.equal(result.code, 0, result.stdout + result.stderr)
      assert.deepEqual(
        (await states(box)).filter(state => state === 'PAUSED'),
        [],
      )
      await box.judged({kept: true})
    }))
})

describe('what must not be resumed', {timeout: 1_800_000}, () => {
  test('a database that went back in time: blocked, and still paused; without a note of who paused it: asked first, then resumed', () =>
    inBox(async box => {
      assert.equal((await box.heroku(quiesce, {patience: 900})).code, 0)
      await goBack(box)
      assert.match(await box.fails(10, ...resume), /connect\/rolled-back/)
      assert.deepEqual(await states(box), ['PAUSED'])

      await sql(box, 'DROP SCHEMA heroku_connect_maintenance CASCADE')
      assert.match(await box.fails(10, ...resume), /connect\/paused-by-others/)
      const result = await box.heroku([...resume, '--accept', 'connect/paused-by-others'], {patience: 900})
      assert.equal(result.code, 0, result.stdout + result.stderr)
      assert.deepEqual(
        (await states(box)).filter(state => state === 'PAUSED'),
        [],
      )
    }))
})
