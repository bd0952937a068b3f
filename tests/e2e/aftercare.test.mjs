/** What the service keeps with a database, end to end: the commands of the real CLI show it for the new one too. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {inBox, names, openBox, upgrade} from './support/box.mjs'
import {killed} from './support/kill.mjs'

const {app, leader} = names
const scenario = 'upgrade-aftercare'
const follower = 'postgresql-flat-10002'

/** True once the first of the schedules is asked for. */
const isScheduling = list => list.some(({kind, step}) => kind === 'issued' && step === 'backup-schedules')

/** What the CLI shows of the database that an app calls by this name. */
async function shown(box, database) {
  const {addons} = await box.world().then(({world}) => world)
  assert.ok(database in addons, database)
  const asked = [
    ['data:maintenances:window', database, '--app', app],
    ['pg:settings:log-statement', database, '--app', app],
    ['pg:settings:log-min-duration-statement', database, '--app', app],
  ]
  const texts = []
  for (const [command, ...rest] of asked) {
    const {code, stderr, stdout} = await box.heroku([command, ...rest])
    assert.equal(code, 0, stdout + stderr)
    texts.push(stdout.replaceAll(database, 'DB'))
  }

  return texts
}

describe('aftercare', {timeout: 1_800_000}, () => {
  let box
  let run
  before(async () => {
    box = await openBox({scenario})
    const result = await box.heroku([...upgrade, '--move-readers'], {patience: 1200})
    assert.equal(result.code, 0, result.stdout + result.stderr)
    run = box.runs()[0]
  })
  after(() => box?.close())

  test('window and settings of the new database are those of the old one', async () => {
    const old = await shown(box, leader)
    assert.match(old.join(''), /Thursdays 22:00 to Fridays 02:00 UTC/)
    assert.match(old.join(''), /log-statement is set to all/)
    assert.deepEqual(await shown(box, `postgresql-connect-${run}`), old)
  })

  test('daily backups are scheduled, once', async () => {
    const schedules = await box.ok('pg:backups:schedules', '--app', app)
    assert.equal(schedules.match(/DATABASE_URL: daily at 2:00 America\/Los_Angeles/g)?.length, 1, schedules)
    const {world} = await box.world()
    assert.equal(world.databases[`postgresql-connect-${run}`].schedules.length, 1)
  })

  test('the follower is made anew, what reads it was moved, and the old one is kept', async () => {
    const made = `postgresql-connect-${run}-f1`
    const {world} = await box.world()
    assert.equal(world.databases[made].following, `postgresql-connect-${run}`)
    assert.equal(world.databases[follower].following, leader)
    assert.equal(world.attachments[`${app}::READONLY`], made)
    assert.match(await box.ok('pg:info', made, '--app', app), /Following:/)
  })

  test('the ledger agrees', () => box.judged())

  test('the old database is destroyed once nothing reads its follower', async () => {
    const back = await box.heroku(['addons:attach', follower, '--as', 'REPORTS', '--app', app])
    assert.equal(back.code, 0, back.stdout + back.stderr)
    const finish = ['connect:runs:finish', run, '--confirm', leader]
    const refused = await box.heroku(finish)
    assert.equal(refused.code, 10, refused.stdout + refused.stderr)
    assert.match(refused.stdout + refused.stderr, /database\/follower-in-use/)
    const detached = await box.heroku(['addons:detach', 'REPORTS', '--app', app])
    assert.equal(detached.code, 0, detached.stdout + detached.stderr)
    const done = await box.heroku(finish, {patience: 300})
    assert.equal(done.code, 0, done.stdout + done.stderr)
    const {world} = await box.world()
    assert.ok(!(leader in world.addons), 'it is gone')
    assert.ok(!Object.keys(world.attachments).some(name => name.includes('::CONNECT_NEW_')), 'the spare name is gone')
  })
})

describe('kill -9 in the aftercare', {timeout: 1_800_000}, () => {
  test('then resume: it is done, and scheduled once', () =>
    inBox(
      async box => {
        const run = await killed(box, isScheduling)
        const result = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 1200})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        const posts = (await box.requests()).filter(({method, path}) => method === 'POST' && path.endsWith('/transfer-schedules'))
        assert.equal(posts.length, 1)
        await box.judged()
      },
      {scenario},
    ))
})
