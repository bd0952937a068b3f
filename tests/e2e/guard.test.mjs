/** The guard inside the real CLI: what a watched command is told, how it is stopped, and that all others are left alone. */
import assert from 'node:assert/strict'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {after, before, describe, test} from 'node:test'
import {root} from '../../scripts/lib/paths.mjs'
import {core} from '../contract/support.mjs'
import {names, openBox} from './support/box.mjs'

const {app, leader} = names
const sum = '0123456789abcdef'.repeat(4)

/** The guard's looks among requests: nothing else here asks discovery. */
const looks = requests => requests.filter(one => one.path.startsWith('/connections'))

describe('the guard', {timeout: 1_800_000}, () => {
  let box
  before(async () => {
    box = await openBox({paper: true})
  })
  after(() => box?.close())

  /** Runs a command, and gives what was asked meanwhile along with its result. */
  async function asked(args, options) {
    const known = (await box.requests()).length
    const result = await box.heroku(args, options)
    return {...result, requests: (await box.requests()).slice(known)}
  }

  test('a watched command is told what it does to the sync, and goes on', async () => {
    const {code, requests, stderr, stdout} = await asked(['pg:unfollow', leader, '--app', app, '--confirm', app])
    assert.match(stderr, new RegExp(`Heroku Connect uses ${app} \\(herokuconnect-`))
    assert.match(stderr, /`heroku pg:unfollow` goes on/)
    assert.match(stderr, new RegExp(`heroku connect:upgrade-db --app ${app}`))
    assert.match(stderr, /HEROKU_CONNECT_GUARD=off/)
    // The CLI's own refusal: the leader follows nobody.
    assert.notEqual(code, 0)
    assert.match(stderr, /not a follower/)
    assert.equal(stdout, '')
    assert.equal(looks(requests).length, 1)
    assert.ok(requests.length > 1, 'the command itself asked too')
  })

  test('block stops it before its first request', async () => {
    const {code, requests, stderr, stdout} = await asked(['pg:promote', leader, '--app', app], {env: {HEROKU_CONNECT_GUARD: 'block'}})
    assert.equal(code, 10, stderr)
    assert.match(stderr, /`heroku pg:promote` was not started/)
    assert.equal(stdout, '')
    assert.deepEqual(requests, looks(requests))
  })

  test('off is silent and asks nothing; the sum of a plan of which no run is open stops nothing', async () => {
    const words = ['pg:unfollow', leader, '--app', app, '--confirm', app]
    const {requests, stderr} = await asked(words, {env: {HEROKU_CONNECT_GUARD: 'off'}})
    assert.doesNotMatch(stderr, /GUARD|Heroku Connect/)
    assert.deepEqual(looks(requests), [])
    assert.ok(requests.length > 0, 'the command itself ran')
    const stopped = await asked(words, {env: {HEROKU_CONNECT_GUARD: 'block', HEROKU_CONNECT_GUARD_PLAN: sum}})
    assert.equal(stopped.code, 10, stopped.stderr)
    assert.match(stopped.stderr, /HEROKU_CONNECT_GUARD_PLAN is not/)
  })

  test('an add-on that the sync does not stand on, and an app without Connect, are not spoken of', async () => {
    for (const args of [
      ['addons:create', 'heroku-redis:mini', '--app', app, '--', '--fork', 'REDIS'],
      ['pg:unfollow', leader, '--app', 'no-such-app', '--confirm', 'no-such-app'],
    ]) {
      const {stderr} = await box.heroku(args)
      assert.doesNotMatch(stderr, /GUARD|Heroku Connect/, args.join(' '))
    }
  })

  test('no answer ever comes: the command goes on without a word, in block mode with one', async () => {
    const args = ['pg:unfollow', leader, '--app', app, '--confirm', app]
    await box.fault('hang@GET /connections#1')
    const warned = await asked(args)
    assert.doesNotMatch(warned.stderr, /GUARD|Heroku Connect/)
    assert.match(warned.stderr, /not a follower/)
    await box.fault('hang@GET /connections#1')
    const blocked = await asked(args, {env: {HEROKU_CONNECT_GUARD: 'block'}})
    assert.match(blocked.stderr, /could not be seen in time: `heroku pg:unfollow` goes on/)
    assert.match(blocked.stderr, /not a follower/)
    await box.mend()
  })

  test('a bare pg:upgrade is explained, and stopped in block mode', async () => {
    const args = ['pg:upgrade', 'DATABASE', '--app', app]
    const {code, requests, stderr, stdout} = await asked(args)
    assert.equal(code, 0)
    assert.match(stderr, /upgrades nothing and ends with exit code 0/)
    assert.match(stderr, /heroku connect:upgrade-db --app acme-sync --version VERSION/)
    assert.doesNotMatch(stdout, /upgrades nothing/)
    assert.deepEqual(requests, [])
    const blocked = await box.heroku(args, {env: {HEROKU_CONNECT_GUARD: 'block'}})
    assert.equal(blocked.code, 10)
    assert.equal((await box.heroku(args, {env: {HEROKU_CONNECT_GUARD: 'off'}})).stderr, '')
  })

  test('a space for a colon is explained', async () => {
    assert.match((await box.heroku(['connect', 'upgrade-db', '--app', app])).stderr, /between `connect` and its command stands a colon/)
    assert.match((await box.heroku(['pg', 'promote', leader, '--app', app])).stderr, /between `pg` and its command stands a colon/)
  })

  test('other commands are left alone', async () => {
    for (const args of [['--version'], ['config', '--app', app], ['pg:upgrade:run', '--help']]) {
      const {code, requests, stderr} = await asked(args)
      assert.equal(code, 0, args.join(' '))
      // The CLI itself names variables that change where it goes.
      const lines = stderr.split('\n').filter(line => line !== '' && !/Warning: \w+ set to /.test(line))
      assert.deepEqual(lines, [], args.join(' '))
      assert.deepEqual(looks(requests), [])
    }

    const {stdout} = await asked(['config', '--app', app, '--json'], {env: {HEROKU_CONNECT_GUARD: 'block'}})
    assert.equal(typeof JSON.parse(stdout), 'object')
  })

  test('the maintenance is let off without a word where no run is open', async () => {
    const {requests, stderr} = await asked(['maintenance:off', '--app', app])
    assert.doesNotMatch(stderr, /GUARD/)
    assert.deepEqual(looks(requests), [])
  })

  test('while a run is open it is held against what would open the app, and nobody is asked', async () => {
    const run = leaveOpen(box)
    const block = {HEROKU_CONNECT_GUARD: 'block'}
    const {code, requests, stderr} = await asked(['maintenance:off', '--app', app], {env: block})
    assert.equal(code, 10, stderr)
    assert.match(stderr, new RegExp(`Run ${run} is open on ${app}`))
    assert.match(stderr, new RegExp(`heroku connect:runs:abort ${run}`))
    assert.deepEqual(requests, [])
    // This only lists.
    await box.ok('ps:scale', '--app', app)
    const scaled = await asked(['ps:scale', 'web=1', '--app', app], {env: block})
    assert.equal(scaled.code, 10, scaled.stderr)
    assert.deepEqual(scaled.requests, [])
  })

  test('the runbook of the plan whose run is open goes on', async () => {
    leaveOpen(box)
    const plan = core.planSha256(begun().plan)
    const env = {HEROKU_CONNECT_GUARD: 'block', HEROKU_CONNECT_GUARD_PLAN: plan}
    const {code, requests, stderr} = await asked(['maintenance:off', '--app', app], {env})
    assert.equal(code, 0, stderr)
    assert.doesNotMatch(stderr, /GUARD|is open on/)
    assert.deepEqual(looks(requests), [])
  })
})

/** What the recorded run has appended to its journal. */
function appended() {
  return readFileSync(path.join(root, 'tests/fixtures/transcripts/upgrade-follower.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).directive)
    .filter(directive => directive?.kind === 'append')
}

/** With what it begins. */
function begun() {
  return JSON.parse(appended()[0].line).record.entry
}

/** Leaves the first part of the recorded run behind, as a machine does that was switched off. */
function leaveOpen(box) {
  const appends = appended().slice(0, 9)
  const {run} = begun()
  const folder = path.dirname(box.journal(run))
  mkdirSync(folder, {recursive: true})
  writeFileSync(box.journal(run), appends.map(({line}) => `${line}\n`).join(''))
  const {head} = appends.at(-1)
  writeFileSync(path.join(folder, 'lock'), `${JSON.stringify({birth: null, head, host: null, pid: null, startedAt: null})}\n`)
  return run
}
