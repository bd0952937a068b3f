/** Heroku's maintenances of Connect, end to end: the real CLI, writers that never stop, real trigger logs, and the ledger's verdict. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {control} from '../../scripts/start/sandbox.mjs'
import {names, openBox} from './support/box.mjs'
import {secretsOf} from './support/secrets.mjs'
import {sql} from './support/sql.mjs'

const {app, connect} = names
const command = ['connect:maintenances', '--app', app]

describe('connect:maintenances', {timeout: 1_800_000}, () => {
  let box
  const act = body => control(box.sandbox, 'act', {body, method: 'POST'})
  before(async () => {
    box = await openBox()
    await act({
      contents: 'December 3rd, 02:00 to 02:45 UTC\u001B[31m',
      kind: 'announcement',
      title: 'Heroku Connect maintenance',
    })
  })
  after(() => box?.close())

  test('shows what is announced and what 45 minutes mean, and changes nothing', async () => {
    const text = await box.ok(...command)
    assert.match(text, /Heroku Connect maintenance {2}\[\d+, upcoming\]/)
    assert.match(text, /December 3rd, 02:00 to 02:45 UTC/)
    assert.ok(!text.includes('\u001B[31m'), 'what is said is shown harmlessly')
    assert.match(text, /about \d+ changes will wait for it, at \d+ an hour/)
    const {announced, connections, outlook} = JSON.parse(await box.ok(...command, '--json'))
    assert.equal(announced[0].title, 'Heroku Connect maintenance')
    assert.equal(connections[0].resource, connect)
    // Writers have been at work for seconds: there is a rate.
    assert.ok(outlook[0].capturedAnHour > 0, JSON.stringify(outlook))
    assert.ok(!(await box.requests()).some(({mutates}) => mutates))
  })

  test('acknowledges what is shown, and its text reaches nobody', async () => {
    await act({addon: connect, eventType: 'mapping-error', kind: 'notify', message: 'Contact: jane@example.org'})
    const text = await box.ok(...command, '--acknowledge')
    assert.match(text, /1 notification acknowledged/)
    assert.ok(!text.includes('jane'))
    assert.deepEqual(JSON.parse(await box.ok(...command, '--json')).connections[0].notifications, [])
  })

  test('proves that sync came back, by what was captured while it was away', async () => {
    const since = new Date().toISOString()
    await act({kind: 'connectMaintenance', ms: 20_000})
    // A change of what Connect only reads is refused once it is back.
    await sql(
      box,
      `INSERT INTO salesforce._trigger_log (txid, state, action, table_name, record_id, "values")
       VALUES (txid_current(), 'NEW', 'UPDATE', 'product2', 1, '')`,
    )
    assert.match(await box.ok(...command), /does not answer: perhaps its own maintenance/)
    const {code, stderr, stdout} = await box.heroku([...command, '--wait', '--since', since])
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /Connect is back: what was captured until it answered has left its queue/)
    assert.match(stdout, /every mapping polled since/)
    assert.match(stdout, /changes captured meanwhile that Salesforce refused: 1 \(1 of product2\), ids in the log: \d+/)
    await sql(box, "DELETE FROM salesforce._trigger_log_archive WHERE state = 'FAILED'")
    for (const secret of await secretsOf(box)) assert.ok(!(stdout + stderr).includes(secret), secret)
  })

  test('a paused connection is said with 11, and nothing is resumed', async () => {
    await act({addon: connect, kind: 'pauseConnection'})
    const text = await box.fails(11, ...command, '--wait')
    assert.match(text, /is PAUSED: nobody knows by whom and since when/)
    assert.match(text, new RegExp(`heroku connect:resume --app ${app}`))
    await act({addon: connect, kind: 'resumeConnection'})
  })

  test('the ledger agrees: nothing was lost, and the database is the old one', () => box.judged({kept: true}))
})
