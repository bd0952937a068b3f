/** The example of a page: a bundler makes one script of it, which runs where there is nothing but the web's own globals. */
import assert from 'node:assert/strict'
import path from 'node:path'
import {before, test} from 'node:test'
import {createContext, runInContext} from 'node:vm'
import {rolldown} from 'rolldown'
import {web} from '../../scripts/build/rehearsal.mjs'
import {core, json, plain, root} from './support.mjs'

const sample = json('samples/upgrade-follower.json')

/** What a page may lean on beyond the language: each is in every browser. */
const globals = Object.fromEntries(['atob', 'TextDecoder', 'TextEncoder'].map(name => [name, globalThis[name]]))

/** The bundle, as one script. */
let script

/** What the example gives, asked inside of a world without Node; values cross over as JSON, like messages to a worker. */
function inPage(expression) {
  const world = createContext({...globals, given: JSON.stringify(sample)})
  runInContext(script, world)
  return JSON.parse(runInContext(`JSON.stringify(${expression})`, world))
}

before(async () => {
  const work = await rolldown({
    input: path.join(root, 'docs/examples/page.mjs'),
    moduleTypes: {'.wasm': 'binary'},
    onLog: (level, log) => assert.notEqual(level, 'warn', log.message),
    platform: 'browser',
    resolve: {alias: {'connect-bindings': web}},
  })
  const {output} = await work.generate({format: 'iife', name: 'example'})
  await work.close()
  assert.equal(output.length, 1)
  script = output[0].code
})

test('it plans, checks and shows as the core does in Node', () => {
  const made = core.plan(sample.snapshot, sample.request)
  const seen = inPage('example.planned(JSON.parse(given))')
  assert.equal(seen.sha256, core.planSha256(made))
  assert.equal(seen.steps, made.steps.length)
  assert.equal(`${seen.text.join('\n')}\n`, plain(core.planText(made)))
  assert.deepEqual(
    seen.checks.map(one => one.code),
    made.prechecks.map(one => one.code),
  )
  assert.ok(seen.checks.length > 10)
})

test('it plays the plan, and a chance that strikes is told', () => {
  const {changes, report} = inPage(`(() => {
    let changes = 0
    const report = example.played(JSON.parse(given), told => (changes += told.what.kind === 'change' ? 1 : 0))
    return {changes, report}
  })()`)
  assert.equal(report.ending, 'done')
  assert.ok(changes > 10, String(changes))
  const struck = inPage(`(() => {
    const chances = []
    const once = told => (told?.what.kind === 'change' && !chances.includes('lostAfter') ? 'lostAfter' : 'succeed')
    const {ending} = example.played(JSON.parse(given), ({what}) => what.chance && chances.push(what.chance), once)
    return {ending, lost: chances.filter(one => one === 'lostAfter').length}
  })()`)
  assert.deepEqual(struck, {ending: 'done', lost: 1})
})

test('nothing of Node is in the script', () => {
  assert.doesNotMatch(script, /\brequire\(|\bnode:|\bprocess\.|\bBuffer\./)
})
