/** A plan as a shell runbook, across the boundary, and as bash reads it: a stand-in for the CLI writes down every word it is given. */
import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {after, describe, test} from 'node:test'
import {environment} from '../../scripts/setup/programs.mjs'
import {core, fixture, json} from './support.mjs'

const run = 'rabc1234'
const names = readdirSync(fixture('samples')).map(name => path.basename(name, '.json'))
const folder = mkdtempSync(path.join(os.tmpdir(), 'runbook-'))
after(() => rmSync(folder, {force: true, recursive: true}))

/** Writes down its words, and ends with the exit code that the test gives for them. */
const standIn = `#!${process.execPath}
const fs = require('node:fs')
const words = process.argv.slice(2)
const plan = words[0] === 'connect:runs:begin' ? JSON.parse(fs.readFileSync(words[1], 'utf8')) : undefined
fs.appendFileSync(process.env.LOG, JSON.stringify({plan, words}) + '\\n')
const codes = JSON.parse(process.env.CODES)
process.exit(codes[words.slice(0, 5).join(' ')] ?? codes[words[0]] ?? 0)
`
writeFileSync(path.join(folder, 'heroku'), standIn)
chmodSync(path.join(folder, 'heroku'), 0o755)

/** The runbook of a sample, in which a name may stand for another one. */
function runbookOf(name, app = 'acme-sync') {
  const text = JSON.stringify(json(`samples/${name}.json`)).replaceAll('acme-sync', JSON.stringify(app).slice(1, -1))
  const {request, snapshot} = JSON.parse(text)
  const plan = core.plan(snapshot, request)
  return {plan, script: `${core.runbook(plan, run)}\n`}
}

/** Carries a script out; what the stand-in was given, and how it ended. */
function carriedOut(script, {args = ['--no-hold'], codes = {}} = {}) {
  const [file, log] = [path.join(folder, 'runbook.sh'), path.join(folder, 'log')]
  writeFileSync(file, script)
  writeFileSync(log, '')
  const env = {CODES: JSON.stringify(codes), LOG: log, PATH: [folder, process.env.PATH].join(path.delimiter)}
  const {status, stderr} = spawnSync('bash', [file, ...args], {cwd: folder, encoding: 'utf8', env, input: ''})
  const calls = readFileSync(log, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
  return {calls, status, stderr}
}

const typed = calls => calls.map(({words}) => words).filter(([command]) => !command.startsWith('connect:'))
const proven = calls => calls.map(({words}) => words).filter(words => words[0] === 'connect:runs:step' && !words.includes('--call'))

describe('runbooks', () => {
  for (const name of names) {
    test(`${name}: shellcheck is content, and bash takes every step in its order`, () => {
      const {plan, script} = runbookOf(name)
      const file = path.join(folder, `${name}.sh`)
      writeFileSync(file, script)
      const read = spawnSync('shellcheck', ['--shell=bash', '--severity=style', file], {encoding: 'utf8', env: environment()})
      assert.equal(read.status, 0, read.stdout + read.stderr)
      const {calls, status, stderr} = carriedOut(script)
      assert.equal(status, 0, stderr)
      assert.deepEqual(calls[0].plan, structuredClone(plan))
      assert.deepEqual(
        proven(calls).map(words => words[2]),
        plan.steps.map(({id}) => id),
      )
      // No command of the CLI pauses or resumes Connect.
      assert.ok(typed(calls).length > 0 || ['longer-field', 'quiesce', 'resume-sync'].includes(name))
    })
  }

  const {plan, script} = runbookOf('upgrade-follower')
  const changes = calls => calls.filter(({words}) => words.includes('--call')).map(({words}) => words)

  test('what the operator says goes to the commands that it is for', () => {
    const {calls} = carriedOut(script, {args: ['--confirm', 'acme-sync', '--downtime-at', '02:00 UTC', '--accept', 'a/b']})
    assert.deepEqual(calls[0].words.slice(-2), ['--confirm', 'acme-sync'])
    const held = plan.steps.find(({interaction}) => interaction === 'hold').id
    for (const words of proven(calls)) assert.equal(words.includes('--downtime-at'), words[2] === held, words.join(' '))
    for (const words of [...proven(calls), ...changes(calls)]) assert.equal(words[words.indexOf('--accept') + 1], 'a/b')
    assert.equal(carriedOut(script, {args: ['--yes']}).status, 2)
    assert.equal(carriedOut(script, {args: ['--yes']}).calls.length, 0)
  })

  test('a run that is done is not begun again', () => {
    const {calls, status} = carriedOut(script, {codes: {'connect:runs:begin': 19}})
    assert.deepEqual([status, calls.length], [0, 1])
  })

  test('what has drifted stops it before its first step', () => {
    const {calls, status, stderr} = carriedOut(script, {codes: {'connect:runs:begin': 10}})
    assert.deepEqual([status, calls.length], [10, 1])
    assert.match(stderr, /stops at its beginning with exit code 10/)
  })

  test('a command is typed only where its change was announced, and its exit code is not believed', () => {
    const [first] = changes(carriedOut(script).calls)
    const there = carriedOut(script, {codes: {[first.join(' ')]: 19}})
    assert.equal(typed(there.calls).length, typed(carriedOut(script).calls).length - 1)
    assert.equal(there.status, 0)
    const guarded = carriedOut(script, {codes: {[first.join(' ')]: 12}})
    assert.equal(guarded.status, 12)
    assert.deepEqual(typed(guarded.calls), [])
    assert.match(guarded.stderr, /Everything is rolled back/)
    const lied = carriedOut(script, {codes: Object.fromEntries(typed(carriedOut(script).calls).map(([command]) => [command, 1]))})
    assert.equal(lied.status, 0)
    assert.equal(proven(lied.calls).length, plan.steps.length)
  })

  test('a step that is not proven is the last one, and the commands that go on are named', () => {
    const step = proven(carriedOut(script).calls)[4][2]
    const {calls, status, stderr} = carriedOut(script, {codes: {[`connect:runs:step ${run} ${step}`]: 14}})
    assert.equal(status, 14)
    assert.equal(proven(calls).at(-1)[2], step)
    assert.match(stderr, new RegExp(`connect:runs:info ${run}[^]*bash [^]*connect:runs:abort ${run}`))
  })

  for (const app of [
    "it's",
    'two\nlines',
    '$(touch pwned)',
    '`touch pwned`',
    "'; touch pwned; '",
    '\u001B[31mred',
    '\u2028',
    '-rf',
    'PLAN',
  ]) {
    test(`an app named ${JSON.stringify(app)} is one word of its commands and nothing else`, () => {
      const {plan, script} = runbookOf('upgrade-follower', app)
      const {calls, status, stderr} = carriedOut(script)
      assert.equal(status, 0, stderr)
      assert.deepEqual(
        proven(calls).map(words => words[2]),
        plan.steps.map(({id}) => id),
      )
      assert.deepEqual(
        readdirSync(folder).filter(name => name === 'pwned'),
        [],
      )
      const named = typed(calls).filter(words => words.includes(app))
      assert.ok(named.length > 3, JSON.stringify(typed(calls)))
      assert.ok(!stderr.includes('\u001B') && !stderr.includes('\u2028'), stderr)
    })
  }
})
