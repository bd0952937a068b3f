/**
 * What people do with the official Connect plugin, and what comes of it on real servers: its nineteen commands, and the manual's procedures
 * that need nothing else. The tests build on one another.
 */
import assert from 'node:assert/strict'
import http from 'node:http'
import {after, before, describe, test} from 'node:test'
import {setTimeout as pause} from 'node:timers/promises'
import {control} from '../../scripts/start/sandbox.mjs'
import {names, openBox} from './support/box.mjs'
import {Official} from './support/official.mjs'
import {sql} from './support/sql.mjs'

const {app, connect} = names

/** Waits until `look` gives what is wanted; so many seconds are enough on a busy machine too. */
async function until(what, look, patience = 120) {
  const last = performance.now() + patience * 1000
  for (;;) {
    const seen = await look()
    if (seen) return seen
    assert.ok(performance.now() < last, `not in time: ${what}`)
    await pause(200)
  }
}

describe('the official Connect plugin', {timeout: 1_800_000}, () => {
  let box
  let official
  before(async () => {
    box = await openBox()
    official = new Official({app, env: box.env()})
  })
  after(() => box?.close())

  const isIn = (...states) => until(states.join(' or '), async () => states.includes((await official.connection()).state))
  const running = () => isIn('IDLE', 'POLLING_DB_CHANGES')
  const action = name => official.about(`actions/${name}`, {method: 'POST'})
  const act = body => control(box.sandbox, 'act', {body, method: 'POST'})
  const atRest = object => until(`${object} at rest`, async () => (await official.mapping(object)).state === 'DATA_SYNCED')

  /** Pauses, which is refused or forgotten now and then, until it is. */
  const paused = () =>
    until('PAUSED', async () => {
      const {state} = await official.connection()
      if (state === 'IDLE') await official.aboutAnswer('actions/pause', {method: 'POST'})
      return state === 'PAUSED'
    })

  test('state, info: discovery names an address, and what is there lies over it', async () => {
    const [one] = await official.connections()
    assert.equal(one.resource_name, connect)
    assert.match(one.region_url, /^http/)
    assert.match(one.detail_url, /^\/api\/v3\//, 'the relative address hides the absolute one')
    assert.equal(one.mappings.length, 4)
    assert.equal(typeof one.sf_info.username, 'string')
    assert.deepEqual(await official.connections('herokuconnect-other-1'), [])
  })

  test('mapping:state counts both sides and what waits of its own table', async () => {
    await atRest('account')
    const {counts, access} = await official.mapping('ACCOUNT')
    assert.equal(access, 'read_write')
    assert.ok(counts.db > 0 && counts.sf > 0 && counts.pending >= 0, JSON.stringify(counts))
    const {mappings} = await official.connection()
    for (const one of mappings.filter(({access}) => access === 'read_only')) {
      assert.deepEqual([one.counts.pending, one.counts.errors], [0, 0], one.object_name)
    }
  })

  test('pause, resume, recover are accepted at once and done later', async () => {
    await paused()
    await sql(box, "INSERT INTO salesforce.account (name, external_id__c) VALUES ('by hand', 'by-hand-1')")
    const waits =
      "SELECT count(*)::int FROM salesforce._trigger_log WHERE table_name = 'account' AND state = 'NEW' AND \"values\" LIKE '%by-hand-1%'"
    assert.equal(await sql(box, waits), 1)
    assert.equal((await action('resume')).status, 202)
    const sent = "SELECT sfid FROM salesforce.account WHERE external_id__c = 'by-hand-1'"
    assert.match(await until('it is sent', () => sql(box, sent)), /^001/)
    assert.equal((await action('restart')).status, 202)
    await running()
  })

  test("write-errors and mapping:write-errors tell what Salesforce refused, in its words, and each mapping's own", async () => {
    // A change of a record that Salesforce does not have.
    await sql(
      box,
      `INSERT INTO salesforce._trigger_log (txid, state, action, table_name, record_id, sfid, "values")
       VALUES (txid_current(), 'NEW', 'UPDATE', 'account', 1, '001000000000nobody', '"name"=>"x"')`,
    )
    const {data} = await until('one is listed', async () => {
      const answer = await official.about('errors')
      return answer.data.count > 0 && answer
    })
    assert.equal(data.count, data.results.length)
    const [one] = data.results
    assert.deepEqual([one.table_name, typeof one.message, typeof one.created_at], ['account', 'string', 'string'])
    const of = async object => (await official.call(`${(await official.mapping(object)).url}/errors`)).data
    assert.ok((await of('Account')).results.some(({id}) => id === one.id))
    assert.equal((await of('Contact')).count, 0)
  })

  test('diagnose, mapping:diagnose', async () => {
    const result = await official.diagnose()
    assert.deepEqual(Object.keys(result.mappings).toSorted(), (await official.connection()).mappings.map(one => one.object_name).toSorted())
    assert.ok(result.warnings.some(({rule_id: rule}) => rule === 'SHOULD_HAVE_LOG_DRAIN'))
    const {url} = await official.mapping('Account')
    assert.ok(Array.isArray((await official.call(`${url}/validations`)).data.passes))
  })

  test('notifications, notifications:acknowledge: up to a moment, and not those after it', async () => {
    const list = async () => (await official.about('notifications?page_size=1000', {body: null})).data.results
    await act({field: 'Writer', kind: 'fieldChange', object: 'Contact'})
    const first = await until('a mapping is broken', async () => (await list()).find(one => one.event_type === 'mapping-error'))
    assert.equal(typeof first.id, 'string')
    assert.match(first.message, /Contact/)
    assert.equal((await official.mapping('Contact')).state, 'BAD_CONFIG')
    const wrong = await official.aboutAnswer('notifications?after=yesterday', {body: null})
    assert.equal(wrong.status, 400)
    assert.equal(typeof wrong.data.message, 'string')
    const early = await official.about('notifications/acknowledge?before=2020-01-01T00:00:00Z', {body: null, method: 'POST'})
    assert.equal(early.status, 204)
    assert.ok((await list()).some(({id}) => id === first.id))
    await official.about(`notifications/acknowledge?before=${encodeURIComponent(first.created_at)}`, {body: null, method: 'POST'})
    assert.ok(!(await list()).some(({id}) => id === first.id))
    await act({definition: {length: 32_000, type: 'textarea'}, field: 'Writer', kind: 'fieldChange', object: 'Contact'})
  })

  test('export, mapping:delete, import: the mapping is made anew, with table, triggers and rows', async () => {
    const {data: file} = await official.about('actions/export')
    assert.equal(file.version, 1)
    const {url} = await official.mapping('Product2')
    assert.equal((await official.call(url, {method: 'DELETE'})).status, 204)
    await assert.rejects(official.mapping('Product2'), /no mapping/)
    await sql(box, 'DROP TABLE salesforce.product2 CASCADE')
    assert.equal((await official.about('actions/import', {body: file, method: 'POST'})).status, 202)
    await until('it is there', async () => (await official.connection()).mappings.some(one => one.object_name === 'Product2'))
    await atRest('Product2')
    assert.ok((await sql(box, 'SELECT count(*)::int FROM salesforce.product2')) > 0)
    const again = (await official.about('actions/export')).data
    const config = of => of.mappings.find(one => one.object_name === 'Product2').config
    const {applied_at: _then, ...before} = config(file)
    const {applied_at: _now, ...now} = config(again)
    assert.deepEqual(now, before)
    await atRest('Contact')
  })

  test('an import of another access changes what the trigger captures', async () => {
    const {data: file} = await official.about('actions/export')
    const product = file.mappings.find(one => one.object_name === 'Product2')
    product.config.access = 'read_write'
    await official.about('actions/import', {body: {mappings: [product], version: 1}, method: 'POST'})
    await atRest('Product2')
    await sql(box, "UPDATE salesforce.product2 SET name = 'renamed' WHERE id = (SELECT min(id) FROM salesforce.product2)")
    const noted =
      "SELECT count(*)::int FROM (SELECT table_name, state FROM salesforce._trigger_log UNION ALL SELECT table_name, state FROM salesforce._trigger_log_archive) AS log WHERE table_name = 'product2' AND state <> 'READONLY'"
    assert.ok((await sql(box, noted)) > 0)
    product.config.access = 'read_only'
    await official.about('actions/import', {body: {mappings: [product], version: 1}, method: 'POST'})
    await atRest('Product2')
  })

  test('an import of an object that Salesforce does not have breaks that mapping alone', async () => {
    const bad = {config: {access: 'read_only', fields: {Name: {}}}, object_name: 'Nothing__c'}
    await official.about('actions/import', {body: {mappings: [bad], version: 1}, method: 'POST'})
    await until('it is broken', async () => {
      const {mappings} = await official.connection()
      return mappings.find(one => one.object_name === 'Nothing__c')?.state === 'BAD_CONFIG'
    })
    await running()
    const {url} = await official.mapping('Nothing__c')
    assert.equal((await official.call(url, {method: 'DELETE'})).status, 204)
  })

  test('mapping:reload empties the table and loads it again', async () => {
    const {url} = await official.mapping('Product2')
    const {status} = await until('it is accepted', async () => {
      const answer = await official.answer(`${url}/actions/reload`, {method: 'POST'})
      return answer.status < 300 && answer
    })
    assert.equal(status, 202)
    await atRest('Product2')
    assert.ok((await sql(box, 'SELECT count(*)::int FROM salesforce.product2')) > 0)
  })

  test('manage-sf-api-version: looked at while it runs, changed while it is paused', async () => {
    const target = '65.0'
    const diff = (await official.about(`schema-diff?target_version=${target}`)).data
    assert.deepEqual([diff.target_api_version, diff.mappings.length], [target, 4])
    const change = () => official.aboutAnswer('actions/change-sf-api-version', {body: {target_version: target}, method: 'POST'})
    assert.equal((await change()).status, 409)
    await paused()
    const done = await until('every mapping rests', async () => {
      const answer = await change()
      return answer.status !== 409 && answer
    })
    assert.deepEqual([done.status, done.data.target_version], [202, target])
    assert.equal((await official.connection()).sf_info.api_version, target)
    await action('resume')
    await running()
  })

  test('sf:auth: an address, a page, and the way back with what came of it', async () => {
    const back = await new Promise(resolve => {
      const server = http.createServer((request, response) => {
        response.end('done')
        asked.push(request.url)
      })
      const asked = []
      server.listen(0, '127.0.0.1', () => resolve({asked, server, url: `http://127.0.0.1:${server.address().port}/`}))
    })
    try {
      const body = {environment: 'production', next: back.url}
      const {data, status} = await official.about('authorize_url', {body, method: 'POST'})
      assert.equal(status, 201)
      // A browser brings no token.
      const page = await (await fetch(data.redirect)).text()
      const choices = [...page.matchAll(/href="(\?org=[a-z-]+)"/g)].map(([, link]) => link)
      assert.ok(choices.includes('?org=right') && choices.includes('?org=refuse'), page)
      await fetch(`${data.redirect}?org=refuse`)
      assert.deepEqual(back.asked, ['/?error=access_denied'])
      const again = (await official.about('authorize_url', {body, method: 'POST'})).data
      await fetch(`${again.redirect}?org=right`)
      assert.deepEqual(back.asked.at(-1), '/')
      await running()
    } finally {
      back.server.close()
    }
  })

  test('db:set: another schema is made, with its own tables, and Connect runs there', async () => {
    const {organization_id: org, schema_name: schema} = await official.connection()
    const keys = await official.setDatabase('DATABASE_URL', 'elsewhere')
    assert.ok(keys.some(({addon, name}) => name === 'DATABASE_URL' && addon.plan.startsWith('heroku-postgresql:')))
    assert.equal(schema, 'salesforce')
    await atRest('Account')
    await running()
    assert.equal((await official.connection()).schema_name, 'elsewhere')
    assert.equal(await sql(box, 'SELECT org_id FROM elsewhere._hcmeta ORDER BY id DESC LIMIT 1'), org)
    assert.ok((await sql(box, 'SELECT count(*)::int FROM elsewhere.account')) > 0)
    await assert.rejects(official.setDatabase('NO_SUCH_URL', 'elsewhere'), ({status}) => status >= 400 && status < 500)
  })
})
