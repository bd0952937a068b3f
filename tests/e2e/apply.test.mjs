/**
 * From a snapshot to a run: planned without a network, approved by its sum, applied to the world that was approved and to
 * no other. All in one box, whose world changes and changes back in between.
 */
import assert from 'node:assert/strict'
import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {after, before, describe, test} from 'node:test'
import {names, openBox} from './support/box.mjs'
import {refused} from './support/refused.mjs'
import {secretsOf} from './support/secrets.mjs'

const {app} = names
const planning = ['connect:upgrade-db', '--app', app, '--version', '17', '--wait-interval', '1', '--plan-only']
/** Nothing answers there, and nobody is logged in. */
const offline = {HEROKU_API_KEY: undefined, HEROKU_HOST: 'http://127.0.0.1:9', HTTP_PROXY: undefined, http_proxy: undefined}

/** The sum by the last line of a plan. */
const sumOf = text => text.trimEnd().match(/SHA-256 +([0-9a-f]{64})$/)?.[1]

describe('a plan in a file', {timeout: 1_800_000}, () => {
  let box
  let file
  let sum
  before(async () => {
    box = await openBox()
    file = name => path.join(box.folder, name)
  })
  after(() => box?.close())

  const apply = (...more) => ['connect:apply', file('plan.json'), '--confirm', app, '--no-hold', ...more]

  test('a snapshot changes nothing, is readable by its owner only, and holds no secret', async () => {
    await box.ok('connect:snapshot', file('world.json'), '--app', app)
    assert.equal(statSync(file('world.json')).mode & 0o777, 0o600)
    const text = readFileSync(file('world.json'), 'utf8')
    assert.equal(JSON.parse(text).database.addon, names.leader)
    for (const secret of await secretsOf(box)) assert.ok(!text.includes(secret), secret)
    assert.deepEqual(
      (await box.requests()).filter(request => request.mutates),
      [],
    )
  })

  test('from it a plan is made where no server answers and nobody is logged in, with the sum of the one that looks', async () => {
    const seen = (await box.requests()).length
    const alone = await box.heroku([...planning, '--snapshot', file('world.json'), '--out', file('plan.json')], {env: offline})
    assert.equal(alone.code, 0, alone.stdout + alone.stderr)
    assert.match(alone.stdout, /^From a snapshot of /)
    assert.equal((await box.requests()).length, seen)
    sum = sumOf(alone.stdout)
    assert.equal(sumOf(await box.ok(...planning)), sum)
    assert.ok(existsSync(file('plan.json')))
    assert.deepEqual(box.runs(), [])
  })

  test('what is no plan, or was changed after it was approved, is refused by name', async () => {
    const text = readFileSync(file('plan.json'), 'utf8')
    const other = (name, content) => {
      writeFileSync(file(name), content)
      return ['connect:apply', file(name), '--confirm', app, '--no-hold']
    }

    await refused(box, other('cut.json', text.slice(0, 5000)), [10], /is no plan: not JSON: EOF while parsing/)
    await refused(box, other('world-as-plan.json', readFileSync(file('world.json'))), [10], /is no plan/)
    await refused(box, other('twice.json', text.replace('{', '{"madeBy": "0",')), [10], /`madeBy` is there twice/)
    await refused(box, other('hostile.json', String.raw`{"formatVersion": "1.0", "steps": [], "\u001b[2J": 1}`), [10], /is no plan/)
    await refused(box, other('newer.json', text.replace(/"formatVersion": "1\.\d+"/, '"formatVersion": "2.0"')), [10], /format 2\.0/)
    await refused(box, other('changed.json', text.replace('Make a follower', 'Make nothing')), [10], /the file was changed/)
    await refused(box, ['connect:apply', file('none.json'), '--confirm', app, '--no-hold'], [2], /there is no such file/)
    await refused(box, apply('--plan-sha256', '0'.repeat(64)), [10], /apply\/not-approved/)
    await refused(box, ['connect:apply', file('plan.json'), '--no-hold'], [2], /--confirm/)
  })

  test('a world that is not the approved one is refused, and what is different is named', async () => {
    await box.ok('ps:scale', 'web=2', '--app', app)
    const text = await refused(box, apply(), [10], /app `acme-sync`, process `web`, quantity: 1 → 2/)
    assert.match(text, /drift\/formation/)
    await box.ok('ps:scale', 'web=1', '--app', app)
  })

  test('the doctor looks at it and says so by its exit code', async () => {
    const well = await box.heroku(['connect:doctor', '--app', app, '--json'])
    assert.equal(well.code, 0, well.stderr)
    const {verdicts} = JSON.parse(well.stdout)
    assert.ok(verdicts.length > 40)
    assert.ok(verdicts.every(one => one.standing !== 'notJudged' && one.standing !== 'block'))
    const again = await box.heroku(['connect:doctor', '--app', app, '--json'])
    assert.deepEqual(
      JSON.parse(again.stdout).verdicts.map(({code, standing}) => ({code, standing})),
      verdicts.map(({code, standing}) => ({code, standing})),
    )
    assert.equal((await box.heroku(['connect:doctor', '--app', app, '--fail-on', 'warn'])).code, 10)
    const own = JSON.parse(await box.ok('connect:doctor', '--app', app, '--diagnose', '--json'))
    const told = own.verdicts.filter(({code}) => code === 'connect/diagnosis').map(({message, standing}) => `${standing}: ${message}`)
    assert.ok(
      told.some(one => one.startsWith('note: Connect says of `herokuconnect-angular-20001`: Configured Logging')),
      told.join('\n'),
    )
    assert.ok(!told.join(',').includes('drain'), 'no sentence of Connect')
  })

  test('the approved plan is carried out to its end, once', async () => {
    const done = await box.heroku(apply('--plan-sha256', sum))
    assert.equal(done.code, 0, done.stdout + done.stderr)
    assert.equal(box.runs().length, 1)
    await box.judged()
    const again = await box.heroku(apply())
    assert.equal(again.code, 0, again.stdout + again.stderr)
    assert.match(again.stdout + again.stderr, /has applied this plan/)
    assert.equal(box.runs().length, 1)
  })
})
