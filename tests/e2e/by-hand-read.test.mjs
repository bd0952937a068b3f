/** The real CLI's own reading commands against the sandbox on paper: exit codes and what they print. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {names, openBox} from './support/box.mjs'

const {app, connect, leader} = names

describe('reading by hand', {timeout: 1_800_000}, () => {
  let box
  before(async () => {
    box = await openBox({paper: true})
  })
  after(() => box?.close())

  test('whoami', async () => {
    assert.match(await box.ok('whoami'), /^\S+@\S+\n$/)
  })

  test('whoami with a token that the server does not know: exit 2 or 100, and no login is begun', async () => {
    const result = await box.heroku(['whoami'], {env: {HEROKU_API_KEY: 'expired-token'}})
    assert.notEqual(result.code, 0)
    assert.doesNotMatch(result.stdout + result.stderr, /expired-token/)
  })

  test('apps:info', async () => {
    const text = await box.ok('apps:info', '--app', app)
    assert.match(text, new RegExp(app))
    const {addons, app: shown, dynos} = JSON.parse(await box.ok('apps:info', '--app', app, '--json'))
    assert.equal(shown.name, app)
    assert.equal(shown.maintenance, false)
    assert.ok(addons.some(addon => addon.name === leader))
    assert.ok(dynos.length >= 2)
  })

  test("apps:info of an unknown app: exit 2 and the server's sentence", async () => {
    assert.match(await box.fails(2, 'apps:info', '--app', 'no-such-app'), /Couldn't find that app/i)
  })

  test('addons', async () => {
    const list = JSON.parse(await box.ok('addons', '--app', app, '--json'))
    const byName = Object.fromEntries(list.map(addon => [addon.name, addon]))
    assert.equal(byName[leader].plan.name, 'heroku-postgresql:standard-0')
    assert.match(byName[connect].plan.name, /^herokuconnect:/)
    assert.ok(byName[leader].attachments.some(attachment => attachment.name === 'DATABASE'))
    assert.match(await box.ok('addons', '--app', app), /heroku-postgresql/)
  })

  test('addons:info', async () => {
    const text = await box.ok('addons:info', leader, '--app', app)
    assert.match(text, /standard-0/)
    assert.match(text, /DATABASE/)
  })

  test('addons:info of an unknown add-on: exit 2', async () => {
    assert.match(await box.fails(2, 'addons:info', 'no-such-addon', '--app', app), /Couldn't find that add[- ]?on/i)
  })

  test('config and config:get', async () => {
    const config = JSON.parse(await box.ok('config', '--app', app, '--json'))
    assert.match(config.DATABASE_URL, /^postgres:\/\//)
    assert.equal(config.DATABASE_URL, config.HEROKU_POSTGRESQL_ROSE_URL)
    assert.equal((await box.ok('config:get', 'DATABASE_URL', '--app', app)).trim(), config.DATABASE_URL)
  })

  test('pg:info shows a leader of version 15 under both of its names', async () => {
    const text = await box.ok('pg:info', '--app', app)
    assert.match(text, /DATABASE_URL, HEROKU_POSTGRESQL_ROSE_URL|HEROKU_POSTGRESQL_ROSE_URL, DATABASE_URL/)
    assert.match(text, /PG Version:\s+15\.\d+/)
    assert.match(text, /Plan:\s+Standard 0/i)
    assert.doesNotMatch(text, /Behind By/)
  })

  test('pg:info of a name that nothing has: exit 1 and the valid names', async () => {
    const text = await box.fails(1, 'pg:info', 'NO_SUCH_URL', '--app', app)
    assert.match(text, /HEROKU_POSTGRESQL_ROSE/)
  })

  test('pg:wait has nothing to wait for and says nothing', async () => {
    assert.equal(await box.ok('pg:wait', '--app', app), '')
  })

  test('pg:credentials', async () => {
    assert.match(await box.ok('pg:credentials', leader, '--app', app), /default/)
  })

  test('maintenance, ps, ps:scale', async () => {
    assert.match(await box.ok('maintenance', '--app', app), /^off/)
    const dynos = JSON.parse(await box.ok('ps', '--app', app, '--json'))
    assert.deepEqual(
      dynos
        .filter(dyno => ['web', 'worker'].includes(dyno.type))
        .map(dyno => [dyno.name, dyno.state])
        .sort(),
      [
        ['web.1', 'up'],
        ['worker.1', 'up'],
      ],
    )
    assert.match(await box.ok('ps', '--app', app), /web\.1: up/)
    assert.equal((await box.ok('ps:scale', '--app', app)).trim(), 'web=1:Standard-1X worker=1:Standard-1X')
  })

  test('features', async () => {
    assert.match(await box.ok('features', '--app', app), /preboot/)
  })

  test('releases, and one release with its config vars', async () => {
    const list = JSON.parse(await box.ok('releases', '--app', app, '--json'))
    assert.ok(list.length > 0)
    assert.equal(list[0].status, 'succeeded')
    assert.equal(list[0].current, true)
    assert.match(await box.ok('releases:info', `v${list[0].version}`, '--app', app), /Config vars[^]*DATABASE_URL/)
  })

  test('status', async () => {
    const {status} = JSON.parse(await box.ok('status', '--json'))
    assert.deepEqual(status.map(one => one.system).sort(), ['Apps', 'Data', 'Tools'])
  })

  test('data:maintenances: none is an error, exit 2', async () => {
    assert.match(await box.fails(2, 'data:maintenances', '--app', app), /maintenance/i)
  })

  test('pg:backups:info with no backup', async () => {
    const result = await box.heroku(['pg:backups:info', '--app', app])
    assert.notEqual(result.code, 0)
    assert.match(result.stdout + result.stderr, /no backups/i)
  })

  test('pg:upgrade:wait without an upgrade ends with 0', async () => {
    await box.ok('pg:upgrade:wait', leader, '--app', app)
  })

  test('bare pg:upgrade prints help, ends with 0 and asks the server nothing', async () => {
    const before = (await box.requests()).length
    await box.ok('pg:upgrade', 'DATABASE', '--app', app)
    assert.equal((await box.requests()).length, before)
  })

  test("our commands are listed beside the CLI's own", async () => {
    const text = await box.ok('help', 'connect')
    assert.match(text, /connect:upgrade-db/)
    assert.match(text, /connect:runs/)
  })
})
