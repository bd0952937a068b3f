/** What the operator is shown, and what a machine gets, is what the golden files hold. */
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {core, drive, json, notPlain, recorded, shown, text, transcript} from './support.mjs'

const {command, context} = transcript().opening
const planOnly = {...command, confirm: null, hold: null, planOnly: true}

/** How much the writers had written by then is no part of a golden file. */
function settled(plan) {
  for (const {log} of plan.snapshot.connections) log.new = 0
  return plan
}

test('the text of the plan', () => {
  const {directives, done} = drive(planOnly, {...context, face: {...context.face, verbose: true}})
  assert.deepEqual(done, {ending: 'planned', exitCode: 0, kind: 'done'})
  const last = `  SHA-256    ${core.planSha256(json('upgrade-db/good/plan.json'))}\n`
  assert.equal(shown(directives, 'out'), text('upgrade-db/good/plan.txt') + last)
})

test('the plan for machines, and nothing beside it', () => {
  const {directives} = drive(planOnly, {...context, json: true})
  const values = directives.filter(one => one.kind === 'show' && one.event.kind === 'json').map(one => one.event.value)
  assert.equal(values.length, 1)
  assert.deepEqual(notPlain(values[0]), [])
  assert.equal(shown(directives, 'out'), '')
  assert.equal(values[0].kind, 'plan')
  assert.equal(values[0].sha256, core.planSha256(values[0].plan))
  assert.deepEqual(settled(values[0].plan), json('upgrade-db/good/plan.json'))
})

test('the file of the plan is byte for byte what JSON readers expect', () => {
  const {directives} = drive({...planOnly, out: 'plan.json'}, context)
  const file = directives.find(one => one.kind === 'perform' && one.effect.kind === 'file')
  assert.deepEqual(settled(JSON.parse(file.effect.text)), json('upgrade-db/good/plan.json'))
  assert.equal(JSON.stringify(JSON.parse(file.effect.text), null, 2) + '\n', file.effect.text)
})

test('the versions are those that stand in what was written', () => {
  const versions = core.versions()
  const plan = json('upgrade-db/good/plan.json')
  assert.equal(versions.plan, plan.formatVersion)
  assert.equal(versions.snapshot, plan.snapshot.formatVersion)
  assert.equal(versions.core, plan.madeBy)
  assert.equal(versions.catalog, core.catalog().formatVersion)
  const {directives} = drive({app: null, kind: 'runs'}, {...context, json: true})
  assert.equal(versions.output, directives[0].event.value.formatVersion)
  assert.equal(versions.report, core.report(recorded().journal).formatVersion)
  const {directive} = transcript().exchanges.find(({directive}) => directive.kind === 'append')
  assert.equal(versions.journal, JSON.parse(directive.line).record.version)
})
