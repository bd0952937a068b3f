import assert from 'node:assert/strict'
import {existsSync} from 'node:fs'
import {test} from 'node:test'
import {expected, spelled} from '../../scripts/faults.mjs'
import {Problem} from '../../scripts/lib/problem.mjs'
import {line} from '../../scripts/lib/run.mjs'
import {composed, ending, scenarioOf, table} from '../../scripts/scenarios.mjs'
import {cliEnvironment} from '../../scripts/start/environment.mjs'
import {isChanging, isWorking} from '../../scripts/start/journal.mjs'
import {readOptions} from '../../scripts/start/options.mjs'
import {appsOf, scenarioFile} from '../../scripts/start/sandbox.mjs'
import {stories} from '../../scripts/start/stories.mjs'
import {carriesOut} from '../../scripts/start/story.mjs'
import {differences, repeated} from '../../scripts/start/world.mjs'

test('options: defaults, repeated faults, and a sentence for what is not understood', () => {
  const usual = readOptions([])
  assert.equal(usual.scenario, 'upgrade-follower')
  assert.equal(usual.version, '17')
  assert.equal(usual.then, 'resume')
  assert.deepEqual(readOptions(['--fault', 'a', '--fault', 'b', '--kill-at', 'cut-over']).faults, ['a', 'b'])
  const play = readOptions(['--scenario', 'two-operators'])
  assert.deepEqual([play.killAt, play.scenario, play.sleeps, play.then], ['downtime', 'upgrade-follower', true, 'take-over'])
  for (const args of [
    ['--kill-at', 'nowhere'],
    ['--kill-at', 'settle', '--kill-step', 'hold'],
    ['--then', 'weep'],
    ['--seed', 'x'],
    ['--no-such-flag'],
  ]) {
    assert.throws(
      () => readOptions(args),
      error => error instanceof Problem && error.exitCode === 2,
    )
  }
})

test('stories: scenarios of several commands are played in the main world, and are killed in a runbook only, and have no bug', () => {
  for (const [name, {acts, description, middle}] of Object.entries(stories)) {
    const options = readOptions(['--scenario', name])
    assert.deepEqual([options.scenario, options.story], [stories[name].world ?? 'upgrade-follower', stories[name]], name)
    assert.ok(description.length > 0, name)
    assert.throws(() => scenarioFile(name), Problem, 'it is no file as well')
    for (const {args, during, exitCode, happens, says, seconds} of acts) {
      if (happens || seconds) assert.ok(says.length > 0, name)
      else assert.ok(/^(addons|connect|maintenance|pg|ps):/.test(args[0]) && Number.isInteger(exitCode), name)
      if (during) assert.ok(during.happens && during.says.length > 0 && during.step, name)
    }

    assert.ok(
      acts.some(({args}) => args?.[0].startsWith('connect:')),
      name,
    )

    const planned = acts.some(act => carriesOut(act))
    for (const more of [['--kill-at', 'downtime'], ['--kill-step', 'lock'], ['--steps'], ...(planned ? [] : [['--runbook']])]) {
      assert.throws(() => readOptions(['--scenario', name, ...more]), Problem, `${name} ${more}`)
    }

    assert.equal(planned, middle !== undefined, `${name}: where its runbook is killed`)
    if (planned) assert.equal(readOptions(['--scenario', name, '--runbook', '--kill-step', middle]).killStep, middle)
  }
})

test('faults: a short name gets its usual argument, an expectation is found by name', () => {
  assert.equal(spelled('reset-after-effect'), 'reset-after-effect@all-mutating')
  assert.equal(spelled('follower-lag:3'), 'follower-lag:3')
  assert.equal(expected(['follower-lag:3']).verdict, 'moved')
  assert.equal(expected(['pause-stuck@herokuconnect-angular-20001']).exitCode, 11)
  assert.equal(expected([]).exitCode, 0)
  assert.equal(expected(['pause-stuck', 'body-cut']), null)
})

test('scenarios: one that is more than a file is made of one, and each says how it must end', () => {
  const failing = scenarioOf('release-phase-fails')
  assert.deepEqual([failing.scenario, failing.faults, failing.must.exitCode], ['release-phase', ['release-fails@Attach DATABASE#1'], 12])
  assert.deepEqual(composed(), ['changeover', 'release-phase-fails', 'upgrade-self-fired'])
  assert.equal(scenarioOf('two-apps').must.exitCode, 0)
  for (const name of Object.keys(table)) assert.ok(existsSync(scenarioFile(scenarioOf(name).scenario)), name)
  assert.equal(ending(scenarioOf('unlogged-table').must), 'must be blocked with nothing changed, database/unlogged')
  assert.equal(ending(scenarioOf('dead-dyno').must), 'must end done')
  assert.equal(ending(failing.must), 'must be rolled back, release/failed')
})

test('scenarios: an upgrade is confirmed with the names of all apps, as the plan has them', () => {
  assert.equal(appsOf('upgrade-follower'), 'acme-sync')
  assert.equal(appsOf('two-apps'), 'acme-sync,acme-admin')
  assert.equal(appsOf('hundred-apps').split(',').length, 100)
})

test('the world before and after: every difference is named by its path', () => {
  const before = {addons: {a: {plan: 'x'}}, apps: [{maintenance: false}]}
  assert.deepEqual(differences(before, structuredClone(before)), [])
  assert.deepEqual(differences(before, {addons: {a: {plan: 'x'}, b: 1}, apps: [{maintenance: true}]}), [
    '/addons/b: undefined -> 1',
    '/apps/0/maintenance: false -> true',
  ])
  assert.deepEqual(differences({a: [1]}, {a: {0: 1}}), ['/a: [1] -> {"0":1}'])
  assert.deepEqual(differences({a: null}, {a: {}}), ['/a: null -> {}'])
})

test('requests: a repeated mutation is found, reads are not mutations', () => {
  const post = {body: {plan: 'p'}, method: 'POST', mutates: true, path: '/apps/a/addons'}
  const resolve = {body: {addon: 'x'}, method: 'POST', mutates: false, path: '/actions/addons/resolve'}
  assert.deepEqual(repeated({requests: [post, resolve, resolve, {...post, body: {plan: 'q'}}]}), [])
  assert.equal(repeated({requests: [post, resolve, post]}).length, 1)
  assert.deepEqual(repeated({requests: [post, resolve, post]}, /addons$/), [])
  assert.equal(repeated({requests: [post, post, post]}, /addons$/).length, 1)
})

test('journal: a zone is being changed once a call of one of its steps was issued', () => {
  const list = [
    {kind: 'begun'},
    {kind: 'entered', step: 'a', zone: 'prepare'},
    {call: 0, kind: 'issued', step: 'a', undo: false},
    {kind: 'entered', step: 'b', zone: 'cutOver'},
  ]
  assert.equal(isChanging(list, 'prepare'), true)
  assert.equal(isChanging(list, 'cut-over'), false)
  assert.equal(isChanging([...list, {call: 0, kind: 'issued', step: 'b', undo: true}], 'cut-over'), false)
  assert.equal(isChanging([...list, {call: 0, kind: 'issued', step: 'b', undo: false}], 'cut-over'), true)
})

test('journals: a run works on a step once its first change is under way, if it makes one', () => {
  const plan = {
    steps: [
      {calls: ['x'], id: 'a'},
      {calls: [], id: 'b'},
    ],
  }
  const begun = [
    {kind: 'begun', plan},
    {kind: 'entered', step: 'a'},
  ]
  assert.equal(isWorking([], 'a'), false)
  assert.equal(isWorking(begun, 'a'), false)
  assert.equal(isWorking([...begun, {kind: 'issued', step: 'a', undo: false}], 'a'), true)
  const later = [...begun, {kind: 'entered', step: 'b'}]
  assert.equal(isWorking(later, 'a'), true, 'what was there already is not sent')
  assert.equal(isWorking(later, 'b'), true)
  assert.equal(isWorking(later, 'c'), false)
})

test('the CLI gets nothing of the operator: no token, no proxy, a home of its own', () => {
  const saved = {...process.env}
  try {
    Object.assign(process.env, {HEROKU_API_KEY: 'mine', HOME: '/home/me', HTTPS_PROXY: 'http://proxy', SSL_CERT_FILE: '/x', TZ: 'UTC'})
    const env = cliEnvironment('/tmp', {HEROKU_HOST: 'http://127.0.0.1:1'})
    assert.equal(env.HEROKU_API_KEY, undefined)
    assert.equal(env.HTTPS_PROXY, undefined)
    assert.equal(env.SSL_CERT_FILE, undefined)
    assert.equal(env.TZ, 'UTC')
    assert.equal(env.HOME, '/tmp')
    assert.equal(env.HEROKU_HOST, 'http://127.0.0.1:1')
    assert.ok(!('HEROKU_HOST' in cliEnvironment('/tmp', {HEROKU_HOST: 'x'}, {HEROKU_HOST: undefined})))
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name]
    Object.assign(process.env, saved)
  }
})

test('a command line is printed so that a shell takes it back', () => {
  assert.equal(line('heroku', ['config', '--app', 'acme-sync', "it's"]), String.raw`heroku config --app acme-sync 'it'\''s'`)
})
