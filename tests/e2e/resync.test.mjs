/** A database that goes back in time, end to end: a real base and a replayed log, writers, real reloads, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {readdir, readFile, stat} from 'node:fs/promises'
import path from 'node:path'
import {after, before, describe, test} from 'node:test'
import {setTimeout as pause} from 'node:timers/promises'
import {repeated} from '../../scripts/start/world.mjs'
import {names, openBox} from './support/box.mjs'
import {secretsOf} from './support/secrets.mjs'
import {sql} from './support/sql.mjs'

const {app, leader} = names
const resync = ['connect:resync', '--app', app, '--confirm', app, '--no-hold', '--wait-interval', '1']

/** Rows of people's own: some point at accounts, and each says when it was written. */
const own = `
  CREATE TABLE public.orders (number serial PRIMARY KEY, of int REFERENCES salesforce.account (id) ON DELETE CASCADE);
  CREATE TABLE public.plain (word text);
  CREATE VIEW public.named AS SELECT id, name FROM salesforce.account;
  INSERT INTO public.orders (of) SELECT id FROM salesforce.account WHERE sfid IS NOT NULL ORDER BY id DESC LIMIT 20;
  INSERT INTO public.plain VALUES ('before')`

/** What those rows point at, by number and Salesforce id. */
const points = 'SELECT json_object_agg(o.number, a.sfid) FROM public.orders o JOIN salesforce.account a ON a.id = o.of'

/** A whole second that has passed by the database's own clock, with something written before and after it. */
async function moment(box) {
  await sql(box, own)
  const told = await sql(box, 'SELECT ceil(extract(epoch FROM clock_timestamp()))::bigint::text')
  const at = (Number(told) + 1) * 1000
  while (Date.now() < at + 1000) await pause(100)
  await sql(box, "INSERT INTO public.plain VALUES ('after')")
  return at
}

describe('connect:resync --rollback-to', {timeout: 1_800_000}, () => {
  let box
  let at
  before(async () => {
    box = await openBox()
  })
  after(() => box?.close())

  test('what it takes is said before anything is touched', async () => {
    const usage = await box.fails(2, 'connect:resync', '--app', app, '--plan-only')
    assert.match(usage, /--rollback-to/)
    assert.match(await box.fails(2, 'connect:resync', '--app', app, '--rollback-to', '23:00 UTC', '--plan-only'), /a day and an hour/)
    const early = await box.fails(10, ...resync, '--rollback-to', '2020-01-01T00:00:00Z')
    assert.match(early, /rollback\/out-of-range/)
    assert.ok(!(await box.requests()).some(({mutates}) => mutates))
  })

  test('the database is really of that moment, and every mapped table as Salesforce has it', async () => {
    at = await moment(box)
    const before = await sql(box, points)
    const to = new Date(at).toISOString()
    assert.match(await box.fails(10, ...resync, '--rollback-to', to), /rollback\/loses-writes/)
    // More is written and sent before the app is stopped.
    await pause(5000)
    const {code, stderr, stdout} = await box.heroku([...resync, '--rollback-to', to, '--accept', 'rollback/loses-writes'])
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /heroku connect:runs:finish/)
    assert.deepEqual(await sql(box, 'SELECT json_agg(word) FROM public.plain'), ['before'])
    // A record that Salesforce deleted takes its reference along, and no other.
    const now = Object.entries(await sql(box, points))
    assert.ok(now.length > 10 && now.every(([number, sfid]) => before[number] === sfid), JSON.stringify(now))
    assert.equal(await sql(box, "SELECT confdeltype FROM pg_constraint WHERE conrelid = 'public.orders'::regclass AND contype = 'f'"), 'c')
    // A mapping that polls at that moment refuses to be reloaded, and is asked again.
    const requests = (await box.requests()).filter(({path, status}) => !(path.endsWith('/actions/reload') && status === 409))
    assert.deepEqual(repeated({requests}), [])
    for (const secret of await secretsOf(box)) assert.ok(!(stdout + stderr).includes(secret), secret)
  })

  test('the doctor names the database that is left, and what it costs', async () => {
    const {stdout} = await box.heroku(['connect:doctor', '--app', app, '--json'])
    const left = JSON.parse(stdout).verdicts.find(({code}) => code === 'database/left-fenced')
    assert.equal(left.standing, 'note')
    assert.match(left.message, new RegExp(`\\b${leader}\\b.*about \\$\\d+\\.\\d\\d a day`))
  })

  test('the ledger agrees', () => box.judged({version: '15', wentBack: at}))
})

/** What a person must look after is in files of the run, and in none of what is shown to others. */
async function exported(box, run) {
  const folder = path.dirname(box.journal(run))
  const files = (await readdir(folder)).filter(name => name.endsWith('.csv'))
  const kinds = ['not-sent', 'sent-again', 'sent-before', 'unsent']
  assert.deepEqual(files.map(name => /^[a-z]+(-(again|before|sent))?/.exec(name)[0]).sort(), kinds)
  const journal = await readFile(box.journal(run), 'utf8')
  const texts = []
  for (const name of files) {
    assert.equal((await stat(path.join(folder, name))).mode & 0o777, 0o600)
    texts.push(await readFile(path.join(folder, name), 'utf8'))
  }

  for (const name of files) assert.ok(journal.includes(`exported/${name}`), name)
  const held = texts.flatMap(text => [...text.matchAll(/""name""=>""([^"]+)""/g)].map(([, value]) => value))
  assert.ok(held.length > 0, 'the files have values')
  for (const value of held) assert.ok(!journal.includes(value), value)
}

describe('connect:resync --already-rolled-back', {timeout: 1_800_000}, () => {
  let box
  let at
  const to = () => new Date(at).toISOString()
  before(async () => {
    box = await openBox()
    at = await moment(box)
  })
  after(() => box?.close())

  test('a rollback by hand, as the manual has it, brings what was sent back into the log', async () => {
    await pause(5000)
    await box.ok('maintenance:on', '--app', app)
    await box.ok('ps:scale', 'web=0', 'worker=0', '--app', app)
    await box.ok('connect:quiesce', '--app', app, '--confirm', app, '--wait-interval', '1')
    const spaced = to()
      .replace('T', ' ')
      .replace(/\.000Z$/, '+00:00')
    const order = ['addons:create', 'heroku-postgresql:standard-0', '--app', app, '--name', 'the-past', '--as', 'PAST', '--wait']
    await box.ok(...order, '--', '--rollback', 'DATABASE', '--to', spaced)
    await box.ok('pg:promote', 'the-past', '--app', app)
    assert.deepEqual(await sql(box, 'SELECT json_agg(word) FROM public.plain'), ['before'])
    await box.ok('ps:scale', 'web=1', 'worker=1', '--app', app)
    await box.ok('maintenance:off', '--app', app)
  })

  test('nothing is sent twice, and what the app wrote since is', async () => {
    await pause(3000)
    const done = [...resync, '--already-rolled-back', '--at', to()]
    assert.match(await box.fails(10, ...done), /resync\/old-unreachable/)
    const before = await sql(box, points)
    await box.fault('load-fails#1')
    const stopped = await box.heroku([...done, '--old', leader, '--export-rows'])
    assert.equal(stopped.code, 14, stopped.stdout + stopped.stderr)
    assert.match(stopped.stdout, /load\/failed/)
    const run = /connect:runs:resume (\w+)/.exec(stopped.stdout)?.[1]
    // The table of what was not loaded is empty or in part: nobody was pointed at nothing.
    assert.equal(await sql(box, 'SELECT count(*)::int FROM public.orders WHERE of IS NULL'), 0)

    const {code, stderr, stdout} = await box.heroku(['connect:runs:resume', run, '--no-hold'])
    assert.equal(code, 0, stdout + stderr)
    const now = Object.entries(await sql(box, points))
    assert.ok(now.length > 10 && now.every(([number, sfid]) => before[number] === sfid), JSON.stringify(now))
    assert.match(stdout, /heroku_connect_maintenance\.revived/)
    assert.match(stdout, /which files of the run's folder hold the rows/)
    await exported(box, run)
    assert.match(await box.fails(10, ...done, '--old', leader), /resync\/kept-before/)
  })

  test('the ledger agrees', async () => {
    await box.judged({kept: true, wentBack: at})
  })
})
