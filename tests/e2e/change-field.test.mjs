/** Fields that changed in Salesforce, end to end: the real CLI, real tables with what people build on them, writers, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {control} from '../../scripts/start/sandbox.mjs'
import {repeated} from '../../scripts/start/world.mjs'
import {names, openBox} from './support/box.mjs'
import {killed} from './support/kill.mjs'
import {secretsOf} from './support/secrets.mjs'
import {sql} from './support/sql.mjs'

const {app} = names
const change = ['connect:change-field', '--app', app, '--confirm', app, '--wait-interval', '1']

/** The type of a column of a mapped table. */
const typeOf = (box, column, table = 'account') =>
  sql(
    box,
    `SELECT format_type(atttypid, atttypmod) FROM pg_attribute
      WHERE attrelid = 'salesforce.${table}'::regclass AND attname = '${column}' AND NOT attisdropped`,
  )

/** True once the field was taken out of its mapping. */
const isOut = list => list.some(({kind, step}) => kind === 'issued' && step === 'take-out-account')

describe('connect:change-field', {timeout: 1_800_000}, () => {
  let box
  const redefine = (field, definition, object = 'Account') =>
    control(box.sandbox, 'act', {body: {definition, field, kind: 'fieldChange', object}, method: 'POST'})
  before(async () => {
    box = await openBox()
  })
  after(() => box?.close())

  test('a check finds nothing, then names what differs, and changes nothing', async () => {
    assert.match(await box.ok('connect:change-field', '--check', '--app', app), /as their fields want them/)
    await redefine('Name', {length: 300, type: 'string'})
    await redefine('Writer', {length: 200, type: 'string'})
    const text = await box.fails(10, 'connect:change-field', '--check', '--app', app)
    assert.match(text, /Account\.Name +longer +character varying\(255\) -> character varying\(300\)/)
    assert.match(text, /Account\.Writer +other type +text -> character varying\(200\)/)
    const {changes} = JSON.parse((await box.heroku(['connect:change-field', 'Account', '--check', '--app', app, '--json'])).stdout)
    assert.deepEqual(
      changes.filter(one => one.class !== 'same').map(one => [one.field, one.class]),
      [
        ['Name', 'longer'],
        ['Writer', 'remap'],
      ],
    )
    assert.ok(!(await box.requests()).some(({mutates}) => mutates))
  })

  test('a longer string follows while the app runs, and a view on it is as before', async () => {
    await sql(
      box,
      `CREATE VIEW public."Names $(x)" AS SELECT name, 'it''s' AS said FROM salesforce.account;
       COMMENT ON VIEW public."Names $(x)" IS 'of accounts';
       CREATE INDEX by_name ON salesforce.account (name, external_id__c)`,
    )
    const refused = await box.fails(2, ...change, 'Account', 'Name')
    assert.match(refused, /say when the downtime begins/)
    const text = await box.ok(...change, 'account', 'name', '--accept', 'field/views-missing')
    assert.match(text, /Names \$\(x\)/)
    assert.match(text, /no app was stopped/)
    assert.equal(await typeOf(box, 'name'), 'character varying(300)')
    assert.equal(await sql(box, `SELECT obj_description('public."Names $(x)"'::regclass)`), 'of accounts')
    assert.match(await box.ok(...change, 'Account', 'Name'), /nothing to do/)
  })

  test('another type: killed between the two saves, resumed, and everything is back', async () => {
    const before = Number(await sql(box, 'SELECT count(writer) FROM salesforce.account'))
    await sql(box, 'CREATE INDEX by_writer ON salesforce.account (writer); GRANT SELECT (writer) ON salesforce.account TO PUBLIC')
    const run = await killed(box, isOut, [...change, 'Account', 'Writer', '--no-hold'])
    const {code, stderr, stdout} = await box.heroku(['connect:runs:resume', run, '--no-hold'])
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /the app was stopped for/)
    assert.equal(await typeOf(box, 'writer'), 'character varying(200)')
    assert.ok(Number(await sql(box, 'SELECT count(writer) FROM salesforce.account')) >= before)
    assert.ok(await sql(box, "SELECT to_regclass('salesforce.by_writer') IS NOT NULL"))
    assert.ok(await sql(box, "SELECT has_column_privilege('public', 'salesforce.account', 'writer', 'select')"))
    assert.equal(await sql(box, "SELECT to_regnamespace('heroku_connect_maintenance')"), null)
    // One that came while the mapping was polled is refused, and asked for again.
    const accepted = (await box.requests()).filter(({path, status}) => path.includes('/mappings/') && status === 200)
    const twice = repeated({requests: accepted})
    assert.deepEqual(twice, [])
    for (const secret of await secretsOf(box)) assert.ok(!(stdout + stderr).includes(secret), secret)
  })

  test('a field that is gone leaves the mapping, once nothing hangs on its column', async () => {
    await redefine('Writer', null, 'Product2')
    await sql(box, 'CREATE VIEW public.makers AS SELECT writer FROM salesforce.product2')
    const refused = await box.fails(10, ...change, 'Product2', 'Writer')
    assert.match(refused, /these need a column that goes: view public\.makers {2}\[field\/dependants-stay\]/)
    await sql(box, 'DROP VIEW public.makers; CREATE VIEW public.names AS SELECT name FROM salesforce.product2')
    assert.match(await box.ok(...change, 'Product2'), /no app was stopped/)
    assert.equal(await typeOf(box, 'writer', 'product2'), undefined)
    assert.match(await box.fails(10, ...change, 'Product2', 'Writer'), /has no field Writer/)
    assert.match(await box.ok('connect:change-field', '--check', '--app', app), /as their fields want them/)
  })

  test('the ledger agrees: nothing was lost, and the database is the old one', () => box.judged({kept: true}))
})
