/** A connection made anew on a copy of its database, end to end: the real CLI, a real dump and restore, writers, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {names, openBox} from './support/box.mjs'
import {killed} from './support/kill.mjs'
import {secretsOf} from './support/secrets.mjs'
import {nothingKept, sql} from './support/sql.mjs'

const {app, connect, leader} = names
const accepted = ['recreate/manual-settings', 'app/readers-fail', 'mapping/referenced-by-fk'].flatMap(code => ['--accept', code])
const typed = ['connect:change-plan', 'standard-0', '--app', app, '--method', 'recreate', '--wait-interval', '1', ...accepted]
const change = [...typed, '--confirm', app, '--no-hold']

const connections = async box => Object.keys((await box.world()).world.connections)
const points = "SELECT json_agg(number || ':' || a.sfid) FROM public.orders o JOIN salesforce.account a ON a.id = o.of"

/** What people build on mapped tables. */
const hang = box =>
  sql(
    box,
    `CREATE VIEW public."Names $(x)" AS SELECT id, sfid, name FROM salesforce.account;
     CREATE INDEX by_name ON salesforce.account (lower(name));
     CREATE TABLE public.orders (number serial PRIMARY KEY, of int REFERENCES salesforce.account (id) ON DELETE SET NULL);
     INSERT INTO public.orders (of) SELECT id FROM salesforce.account WHERE sfid IS NOT NULL ORDER BY id DESC LIMIT 20`,
  )

describe('connect:change-plan --method recreate', {timeout: 1_800_000}, () => {
  let box
  before(async () => {
    box = await openBox({scenario: 'login-at-hand-essential'})
    await hang(box)
  })
  after(() => box?.close())

  test('the plan compares it with the copy, and says what must be accepted', async () => {
    const text = await box.fails(10, 'connect:change-plan', 'standard-0', '--app', app, '--method', 'recreate', '--plan-only')
    for (const code of ['recreate/manual-settings', 'app/readers-fail', 'mapping/referenced-by-fk']) assert.ok(text.includes(code), code)
    const {methods} = JSON.parse(await box.ok(...typed, '--plan-only', '--json')).plan
    assert.deepEqual(
      methods.filter(({possible}) => possible).map(({name}) => name),
      ['recreate', 'copy'],
    )
  })

  test('the database is another one, the connection too, and what people built is there', async () => {
    const earlier = await sql(box, points)
    const {code, stderr, stdout} = await box.heroku(change, {patience: 1200})
    assert.equal(code, 0, stdout + stderr)
    const [run] = box.runs()
    assert.match(await box.ok('addons:info', `postgresql-connect-${run}`), /standard-0/)
    const [addon, ...more] = await connections(box)
    assert.match(addon, /^herokuconnect-r/)
    assert.deepEqual(more, [])
    const now = await sql(box, points)
    assert.ok(now.length > 0 && now.every(one => earlier.includes(one)), `${now} of ${earlier}`)
    assert.ok(await sql(box, 'SELECT count(*) > 0 FROM public."Names $(x)"'))
    assert.ok(await sql(box, "SELECT to_regclass('salesforce.by_name') IS NOT NULL"))
    await nothingKept(box)
    assert.equal(await sql(box, String.raw`SELECT count(*)::int FROM pg_namespace WHERE nspname LIKE 'salesforce\_old\_%'`), 1)
    assert.match(stdout, new RegExp(`CONNECT_NEW_${run.toUpperCase()}_URL.*DROP SCHEMA`))
    for (const secret of await secretsOf(box)) assert.ok(!(stdout + stderr).includes(secret), secret)
    assert.ok(!box.files().some(({text}) => text.includes('/salesforce/login/')), 'the address is in no file')
  })

  test('the ledger finds every acknowledged write in the new database and in Salesforce', () =>
    box.judged({anew: true, repointed: ['public.orders'], version: '15'}))

  test('the old database is destroyed when nobody needs it', async () => {
    const [run] = box.runs()
    const {code, stderr, stdout} = await box.heroku(['connect:runs:finish', run, '--confirm', leader], {patience: 1200})
    assert.equal(code, 0, stdout + stderr)
  })
})

describe('connect:change-plan --method recreate, killed while the schema is put aside', {timeout: 1_800_000}, () => {
  let box
  before(async () => {
    box = await openBox({scenario: 'login-at-hand-essential'})
    await hang(box)
  })
  after(() => box?.close())

  test('whoever aborts gets everything back on the old database', async () => {
    const isAside = list => list.some(({kind, step}) => kind === 'issued' && step === 'put-aside')
    const run = await killed(box, isAside, change)
    const {code, stderr, stdout} = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 1200})
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /everything is as it was, on postgresql-curved-10001/)
    assert.deepEqual(await connections(box), [connect])
    assert.ok(await sql(box, 'SELECT count(*) > 0 FROM public."Names $(x)"'))
  })

  test('the ledger agrees', () => box.judged({undone: true}))
})
