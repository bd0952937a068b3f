/** Planning and showing without a session: what the WebAssembly makes of a snapshot is what the golden files hold. */
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {core, drive, goldens, json, notPlain, plain, text, thrown, transcript} from './support.mjs'

const given = name => [json(`upgrade-db/${name}/snapshot.json`), json(`upgrade-db/${name}/request.json`)]
const golden = name => json(`upgrade-db/${name}/plan.json`)

for (const name of goldens()) {
  test(`the plan of ${name}`, () => {
    const live = core.plan(...given(name))
    assert.deepEqual(notPlain(live), [])
    assert.deepEqual(live, golden(name))
  })

  test(`the text of the plan of ${name}`, () => {
    assert.equal(plain(core.planText(golden(name))), text(`upgrade-db/${name}/plan.txt`))
  })

  test(`the hash of the plan of ${name}`, () => {
    const live = core.plan(...given(name))
    const hash = core.planSha256(live)
    assert.match(hash, /^[0-9a-f]{64}$/)
    // Whatever the order in which its fields were written down.
    assert.equal(core.planSha256(golden(name)), hash)
  })
}

test('every fixture is there', () => {
  assert.deepEqual(goldens(), ['autoscaler', 'colour-db-key', 'good', 'movable-alias', 'two-apps', 'two-connections'])
})

test('another plan has another hash', () => {
  const hashes = goldens().map(name => core.planSha256(golden(name)))
  assert.equal(new Set(hashes).size, hashes.length)
  const plan = golden('good')
  plan.request.maxDowntimeMs += 1
  assert.notEqual(core.planSha256(plan), core.planSha256(golden('good')))
})

test('the same plan made at another time has the same hash', () => {
  const [snapshot, request] = given('good')
  const later = core.plan({...snapshot, takenAt: snapshot.takenAt + 60_000}, request)
  assert.equal(core.planSha256(later), core.planSha256(golden('good')))
})

test('the file that an operator asked for holds the plan that was hashed', () => {
  const {command, context} = transcript().opening
  const asked = {...command, confirm: null, hold: null, out: 'plan.json', planOnly: true}
  const {directives} = drive(asked, {...context, json: true})
  const {event} = directives.find(one => one.kind === 'show' && one.event.kind === 'json')
  const {effect} = directives.find(one => one.kind === 'perform' && one.effect.kind === 'file')
  assert.equal(core.planSha256(JSON.parse(effect.text)), event.value.sha256)
})

test('what is no snapshot, no request or no plan is a bug of the caller', () => {
  const [snapshot, request] = given('good')
  const wrong = [
    () => core.plan({}, request),
    () => core.plan({...snapshot, more: 1}, request),
    () => core.plan(snapshot, {...request, app: 7}),
    () => core.plan(snapshot, {...request, procedure: {...request.procedure, id: 'nonsense'}}),
    () => core.planText({...golden('good'), steps: null}),
    () => core.planSha256(null),
  ]
  for (const call of wrong) {
    const error = thrown(call)
    assert.ok(error instanceof Error)
    assert.deepEqual([error.code, error.bug], ['call/type', true])
  }
})
