/** A connection destroyed and made anew, end to end: the real CLI, real tables with what people build on them, writers, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {setTimeout as pause} from 'node:timers/promises'
import {waitForJournal} from '../../scripts/start/journal.mjs'
import {control} from '../../scripts/start/sandbox.mjs'
import {repeated} from '../../scripts/start/world.mjs'
import {names, openBox} from './support/box.mjs'
import {killed} from './support/kill.mjs'
import {secretsOf} from './support/secrets.mjs'
import {nothingKept, sql} from './support/sql.mjs'

const {app, connect} = names
const accepted = ['recreate/manual-settings', 'app/readers-fail'].flatMap(code => ['--accept', code])
const recreate = ['connect:recreate', '--app', app, '--confirm', app, '--no-hold', '--wait-interval', '1', ...accepted]

/** Connect add-ons of the world, and what a connection of theirs says. */
const connections = async box => (await box.world()).world.connections

/** Names of schemas that were put aside. */
const asides = box => sql(box, String.raw`SELECT json_agg(nspname) FROM pg_namespace WHERE nspname LIKE 'salesforce\_old\_%'`)

describe('connect:recreate --reason tier-change', {timeout: 1_800_000}, () => {
  let box
  before(async () => {
    box = await openBox({scenario: 'login-at-hand'})
  })
  after(() => box?.close())

  test('what must be accepted is named before anything is touched', async () => {
    const usage = await box.fails(2, 'connect:recreate', '--app', app, '--plan-only')
    assert.match(usage, /--reason/)
    const text = await box.fails(10, 'connect:recreate', '--app', app, '--reason', 'tier-change', '--plan-only')
    assert.match(text, /recreate\/manual-settings/)
    assert.match(text, /app\/readers-fail/)
    const refresh = await box.fails(10, ...recreate, '--reason', 'sandbox-refresh')
    assert.match(refresh, /recreate\/wrong-reason/)
    assert.ok(!(await box.requests()).some(({mutates}) => mutates))
  })

  test('it is made anew, and what people built on its tables is as before', async () => {
    await sql(
      box,
      `CREATE VIEW public."Names $(x)" AS SELECT id, sfid, name FROM salesforce.account;
       COMMENT ON VIEW public."Names $(x)" IS 'of accounts';
       CREATE INDEX by_name ON salesforce.account (lower(name));
       GRANT SELECT ON salesforce.account TO PUBLIC;
       CREATE FUNCTION public.told() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
       CREATE TRIGGER told AFTER UPDATE ON salesforce.account FOR EACH ROW EXECUTE FUNCTION public.told();
       CREATE TABLE public.orders (number serial PRIMARY KEY, of int REFERENCES salesforce.account (id) ON DELETE SET NULL);
       INSERT INTO public.orders (of) SELECT id FROM salesforce.account WHERE sfid IS NOT NULL ORDER BY id DESC LIMIT 20`,
    )
    // A record that Salesforce deletes takes its reference along, and no other.
    const points = "SELECT json_agg(number || ':' || a.sfid) FROM public.orders o JOIN salesforce.account a ON a.id = o.of"
    const before = await sql(box, points)
    assert.match(await box.fails(10, ...recreate, '--reason', 'tier-change'), /mapping\/referenced-by-fk/)
    const {code, stderr, stdout} = await box.heroku([...recreate, '--reason', 'tier-change', '--accept', 'mapping/referenced-by-fk'])
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /the app was stopped for/)
    assert.match(stdout, /DROP SCHEMA "salesforce_old_/)
    assert.match(stderr, /Log into Salesforce/)
    assert.match(stderr, /\/salesforce\/login\//)
    assert.ok(!stdout.includes('/salesforce/login/'), 'the address is nowhere but on the terminal')
    assert.ok(!box.files().some(({text}) => text.includes('/salesforce/login/')), 'nor in a file')
    const [[addon, one]] = Object.entries(await connections(box))
    assert.match(addon, /^herokuconnect-r/)
    assert.equal(one.state, 'IDLE')
    const now = await sql(box, points)
    assert.ok(now.length > 0 && now.every(one => before.includes(one)), `${now} of ${before}`)
    assert.equal(await sql(box, `SELECT obj_description('public."Names $(x)"'::regclass)`), 'of accounts')
    assert.ok(await sql(box, 'SELECT count(*) > 0 FROM public."Names $(x)"'))
    assert.ok(await sql(box, "SELECT to_regclass('salesforce.by_name') IS NOT NULL"))
    assert.ok(await sql(box, "SELECT has_table_privilege('public', 'salesforce.account', 'select')"))
    assert.equal(
      await sql(box, "SELECT count(*)::int FROM pg_trigger WHERE tgname = 'told' AND tgrelid = 'salesforce.account'::regclass"),
      1,
    )
    const [aside, ...others] = await asides(box)
    assert.deepEqual(others, [])
    const {verdicts} = JSON.parse(await box.ok('connect:doctor', '--app', app, '--json'))
    assert.ok(verdicts.find(({code}) => code === 'recreate/old-schema').message.includes(aside))
    await nothingKept(box)
    assert.deepEqual(repeated({requests: (await box.requests()).filter(({path}) => !path.includes('authorize_url'))}), [])
    for (const secret of await secretsOf(box)) assert.ok(!(stdout + stderr).includes(secret), secret)
  })

  test('the ledger agrees: nothing was lost, and the database is the old one', () => box.judged({kept: true}))
})

describe('connect:recreate, killed once the connection is being destroyed', {timeout: 1_800_000}, () => {
  let box
  before(async () => {
    box = await openBox({scenario: 'login-at-hand'})
  })
  after(() => box?.close())

  test('whoever resumes goes on, and nothing is made twice', async () => {
    const isGone = list => list.some(({kind, step}) => kind === 'issued' && step === 'destroy-connection')
    const run = await killed(box, isGone, [...recreate, '--reason', 'tier-change'])
    assert.match(await box.ok('connect:runs'), /APP STOPPED/)
    const refused = await box.heroku(['connect:runs:abort', run, '--confirm', app])
    assert.notEqual(refused.code, 0)
    const {code, stderr, stdout} = await box.heroku(['connect:runs:resume', run, '--no-hold'])
    assert.equal(code, 0, stdout + stderr)
    const all = Object.keys(await connections(box))
    assert.equal(all.length, 1)
    assert.notEqual(all[0], connect)
  })

  test('the ledger agrees', () => box.judged({kept: true}))
})

describe('connect:recreate, and nobody logs in', {timeout: 1_800_000}, () => {
  let box
  const asked = list => list.filter(({kind, step}) => kind === 'issued' && step === 'authorize').length
  /** Starts the command and waits until it has asked for so many addresses. */
  const until = async (args, addresses) => {
    const started = box.start(args)
    const run = await waitForJournal(box.home, list => asked(list) === addresses, started.done)
    assert.ok(run, 'it ended before an address was asked for')
    return {run, started}
  }

  /** Commands that were printed, in order. */
  const printed = text =>
    text
      .split('\n')
      .map(line => line.trim())
      .filter(line => line.startsWith('heroku '))
  /** Types one, as a person does. */
  const type = async command => {
    const statement = /^heroku pg:psql .* --command '(.*)'$/.exec(command)?.[1]
    if (statement) return sql(box, statement.replaceAll(String.raw`'\''`, "'"))
    return box.ok(...command.split(' ').slice(1))
  }

  before(async () => {
    box = await openBox()
  })
  after(() => box?.close())

  test('the commands that it ends with let the app read, and take that back before somebody logs in after all', async () => {
    const {run, started} = await until([...recreate, '--reason', 'tier-change'], 1)
    started.child.kill('SIGINT')
    const {code, stderr, stdout} = await started.done
    assert.equal(code, 14, stdout + stderr)
    const commands = printed(stdout.slice(stdout.lastIndexOf('Next')).replaceAll('`', '')).filter(command => !command.includes('runs:'))
    const on = commands.findIndex(command => command.startsWith('heroku maintenance:on'))
    assert.ok(on > 0, stdout)
    for (const command of commands.slice(0, on)) await type(command)
    assert.equal((await box.world()).world.apps[app].maintenance, false)
    assert.ok(await sql(box, 'SELECT count(*) > 0 FROM salesforce.account'))
    await assert.rejects(sql(box, "UPDATE salesforce.account SET name = 'x'"), {code: '25006'})
    for (const command of commands.slice(on)) await type(command)
    const again = await until(['connect:runs:resume', run, '--no-hold'], 2)
    await control(box.sandbox, 'act', {body: {addon: `herokuconnect-${run}`, kind: 'login', org: 'right'}, method: 'POST'})
    const done = await again.started.done
    assert.equal(done.code, 0, done.stdout + done.stderr)
  })

  test('the ledger agrees', () => box.judged({kept: true}))
})

describe('connect:recreate --reason sandbox-refresh', {timeout: 1_800_000}, () => {
  let box
  before(async () => {
    box = await openBox({scenario: 'login-at-hand-sandbox'})
  })
  after(() => box?.close())

  test('the connection is made anew on the refreshed organization, and what was not sent is kept aside', async () => {
    const [[, {org}]] = Object.entries(await connections(box))
    await control(box.sandbox, 'act', {body: {kind: 'refreshOrg'}, method: 'POST'})
    const state = async () => Object.values(await connections(box))[0].state
    while ((await state()) !== 'INACTIVE_ORG') await pause(200)
    const lost = await box.fails(10, ...recreate, '--reason', 'tier-change')
    assert.match(lost, /--reason sandbox-refresh/)
    const {code, stderr, stdout} = await box.heroku([
      ...recreate,
      '--reason',
      'sandbox-refresh',
      '--accept',
      'connect/undelivered=1000000',
      '--accept',
      'connect/sfid-missing=1000000',
    ])
    assert.equal(code, 0, stdout + stderr)
    const run = /^Run +(\S+) of recreate/m.exec(stdout)?.[1] ?? box.runs().at(-1)
    assert.match(await box.ok('connect:runs:info', run, '--verbose'), /Left unsent, and kept/)
    const [[addon, one]] = Object.entries(await connections(box))
    assert.match(addon, /^herokuconnect-r/)
    assert.notEqual(one.org, org)
    assert.equal((await asides(box)).length, 1)
    // Every record of the new organization is there, and no other.
    const {troubles} = await control(box.sandbox, 'quiet', {body: {}, method: 'POST'})
    assert.deepEqual(troubles, [])
    const {records} = await control(box.sandbox, `org?id=${one.org}`)
    const live = records.Account.filter(record => !record.IsDeleted).map(record => record.Id)
    const rows = await sql(box, 'SELECT json_agg(sfid ORDER BY sfid) FROM salesforce.account')
    assert.deepEqual(rows, live.sort())
  })
})
