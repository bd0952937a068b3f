/**
 * The upgrade by hand, with the real CLI's own commands, and the refusals on its way. The tests build on one another.
 *
 * They are about the commands, so the hardware is paper; sandbox/tests/by_hand.rs does the same on real servers.
 */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {names, openBox} from './support/box.mjs'

const {app, leader} = names
const follower = 'postgresql-follower-by-hand'

describe('changing by hand', {timeout: 1_800_000}, () => {
  let box
  before(async () => {
    box = await openBox({paper: true})
  })
  after(() => box?.close())

  const version = async name => /PG Version:\s+(\d+)/.exec(await box.ok('pg:info', name, '--app', app))?.[1]
  const releases = async () => JSON.parse(await box.ok('releases', '--app', app, '--json'))

  test('addons:create of an unknown plan: exit 2, nothing is made', async () => {
    await box.fails(2, 'addons:create', 'heroku-postgresql:standard-99', '--app', app)
  })

  test('pg:upgrade:run on a leader that nothing prepared: exit 2, told to prepare', async () => {
    assert.match(await box.fails(2, 'pg:upgrade:run', leader, '--version', '17', '--app', app, '--confirm', app), /prepare/i)
    assert.equal(await version(leader), '15')
  })

  test('pg:upgrade:cancel with nothing to cancel: exit 2', async () => {
    await box.fails(2, 'pg:upgrade:cancel', leader, '--app', app, '--confirm', app)
  })

  test('pg:upgrade:dryrun is accepted', async () => {
    await box.ok('pg:upgrade:dryrun', leader, '--version', '17', '--app', app, '--confirm', app)
  })

  test('pg:upgrade:prepare schedules, a second one is refused, cancel takes it back', async () => {
    await box.ok('pg:upgrade:prepare', leader, '--version', '17', '--app', app, '--confirm', app)
    await box.fails(2, 'pg:upgrade:prepare', leader, '--version', '17', '--app', app, '--confirm', app)
    // 0 although nothing was upgraded: "scheduled and ready" looks like "finished".
    await box.ok('pg:upgrade:wait', leader, '--app', app)
    assert.equal(await version(leader), '15')
    await box.ok('pg:upgrade:cancel', leader, '--app', app, '--confirm', app)
  })

  test('data:maintenances:window:update, data:maintenances:window', async () => {
    await box.ok('data:maintenances:window:update', leader, 'Thursday', '22:00', '--app', app)
    assert.match(await box.ok('data:maintenances:window', leader, '--app', app), /Thursdays 22:00/)
  })

  test('pg:unfollow of a leader: an error before any request to change', async () => {
    const result = await box.heroku(['pg:unfollow', leader, '--app', app, '--confirm', app])
    assert.notEqual(result.code, 0)
  })

  test('addons:create --follow, addons:wait and pg:wait make a follower', async () => {
    await box.ok('addons:create', 'heroku-postgresql:standard-0', '--app', app, '--name', follower, '--', '--follow', 'DATABASE_URL')
    await box.ok('addons:wait', follower, '--app', app, '--wait-interval', '1')
    await box.ok('pg:wait', follower, '--app', app, '--wait-interval', '1')
    const text = await box.ok('pg:info', follower, '--app', app)
    assert.match(text, /Following:\s+(DATABASE|HEROKU_POSTGRESQL_ROSE)/)
    assert.match(text, /Behind By/)
  })

  test('a follower of a follower is refused', async () => {
    await box.fails(2, 'addons:create', 'heroku-postgresql:standard-0', '--app', app, '--', '--follow', follower)
  })

  test('pg:backups:capture, pg:backups:info', async () => {
    await box.ok('pg:backups:capture', leader, '--app', app, '--wait-interval', '3')
    assert.match(await box.ok('pg:backups:info', '--app', app), /Status:\s+Completed/)
  })

  test('pg:killall ends sessions, and writers come back', async () => {
    await box.ok('pg:killall', leader, '--app', app)
  })

  test('maintenance:on, ps:autoscale:disable, ps:scale to 0, ps', async () => {
    await box.ok('maintenance:on', '--app', app)
    await box.ok('ps:scale', 'web=0', 'worker=0', '--app', app)
    assert.equal((await box.ok('ps:scale', '--app', app)).trim(), 'web=0:Standard-1X worker=0:Standard-1X')
    const dynos = JSON.parse(await box.ok('ps', '--app', app, '--json'))
    assert.deepEqual(
      dynos.filter(dyno => ['web', 'worker'].includes(dyno.type)),
      [],
    )
  })

  test("ps:autoscale:disable without autoscaling is an error of the CLI's own", async () => {
    const result = await box.heroku(['ps:autoscale:disable', '--app', app])
    assert.notEqual(result.code, 0)
    assert.doesNotMatch(result.stderr, /ENOTFOUND|ECONNREFUSED/)
  })

  test('pg:upgrade:run and pg:upgrade:wait upgrade the follower and end its following', async () => {
    await box.ok('pg:upgrade:run', follower, '--version', '17', '--app', app, '--confirm', app)
    await box.ok('pg:upgrade:wait', follower, '--app', app, '--wait-interval', '1')
    await box.ok('pg:wait', follower, '--app', app, '--wait-interval', '1')
    assert.equal(await version(follower), '17')
    assert.doesNotMatch(await box.ok('pg:info', follower, '--app', app), /Following:/)
  })

  test('pg:promote moves DATABASE in two releases and keeps a name for the old leader', async () => {
    const before = await releases()
    await box.ok('pg:promote', follower, '--app', app)
    const made = (await releases()).filter(release => release.version > before[0].version).map(release => release.description)
    assert.ok(
      made.some(text => text.startsWith('Attach DATABASE')),
      made.join('; '),
    )
    assert.ok(
      made.some(text => text.startsWith('Detach DATABASE')),
      made.join('; '),
    )
    assert.match(await box.ok('pg:info', 'DATABASE', '--app', app), /PG Version:\s+17/)
  })

  test('pg:promote of what is promoted already: exit 2', async () => {
    await box.fails(2, 'pg:promote', follower, '--app', app)
  })

  test('addons:attach and addons:detach of an alias', async () => {
    await box.ok('addons:attach', leader, '--as', 'OLD_LEAD', '--app', app)
    assert.match(await box.ok('config', '--app', app), /OLD_LEAD_URL/)
    await box.ok('addons:detach', 'OLD_LEAD', '--app', app)
    assert.doesNotMatch(await box.ok('config', '--app', app), /OLD_LEAD_URL/)
  })

  test('a name that is taken needs the confirmation: 423 and the CLI asks', async () => {
    const result = await box.heroku(['addons:attach', leader, '--as', 'DATABASE', '--app', app])
    // With its standard input at the end, the prompt ends the process: whatever the code, nothing is moved.
    assert.ok([0, 1, 2].includes(result.code))
    assert.match(await box.ok('pg:info', 'DATABASE', '--app', app), /PG Version:\s+17/)
  })

  test('ps:scale, maintenance:off, ps:restart, ps:stop', async () => {
    await box.ok('ps:scale', 'web=1', 'worker=1', '--app', app)
    await box.ok('maintenance:off', '--app', app)
    await box.ok('ps:restart', '--app', app)
    await box.ok('ps:stop', 'worker.1', '--app', app)
    await box.ok('ps:wait', '--app', app, '--wait-interval', '10')
  })

  test('addons:upgrade changes the plan', async () => {
    await box.ok('addons:upgrade', leader, 'heroku-postgresql:standard-2', '--app', app)
  })

  test('pg:copy copies onto another database', async () => {
    await box.ok(
      'addons:create',
      'heroku-postgresql:standard-0',
      '--app',
      app,
      '--name',
      'postgresql-copy',
      '--as',
      'COPY',
      '--',
      '--version',
      '17',
    )
    await box.ok('addons:wait', 'postgresql-copy', '--app', app, '--wait-interval', '1')
    await box.ok('pg:copy', 'DATABASE_URL', 'COPY_URL', '--app', app, '--confirm', 'COPY')
  })

  test('addons:destroy removes the old leader', async () => {
    await box.ok('addons:destroy', leader, '--app', app, '--confirm', app)
    const list = JSON.parse(await box.ok('addons', '--app', app, '--json'))
    assert.ok(!list.some(addon => addon.name === leader))
  })
})
