/** A plan as a change request, across the boundary: data on standard output, and nothing else there. */
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {core, json, text} from './support.mjs'

const snapshot = {name: 'world.json', text: text('upgrade-db/good/snapshot.json')}
const command = {
  accept: [],
  adopt: false,
  aftercare: {moveReaders: false, noFollowers: false, wait: false},
  app: 'acme-sync',
  carryLog: false,
  confirm: null,
  database: null,
  downtimeAt: null,
  downtimeBefore: null,
  follower: null,
  followerPlan: null,
  format: 'markdown',
  hold: null,
  kind: 'upgradeDb',
  maxDowntimeMs: null,
  method: null,
  noTrialCopy: false,
  out: null,
  planOnly: true,
  planSha256: null,
  snapshot,
  spaceWebZero: false,
  version: '17',
  waitIntervalMs: null,
  wayBack: null,
}

const context = {
  face: {columns: null, local: {offsets: [], zone: ''}, verbose: false},
  holder: 'me@here',
  interactive: false,
  json: false,
  now: json('upgrade-db/good/snapshot.json').takenAt,
  runId: 'rabc1234',
  runs: [],
}

/** Everything that is shown, and how it ends. */
function shown(typed) {
  const session = new core.Session({...command, ...typed}, context)
  const events = []
  for (;;) {
    const directive = session.next(context.now)
    if (directive.kind === 'done') return {code: directive.exitCode, events}
    assert.equal(directive.kind, 'show')
    events.push(directive.event)
    session.observe(directive.id, {kind: 'done'}, context.now)
  }
}

test('the document that is kept is what is printed, and all that is printed', () => {
  const {code, events} = shown({})
  assert.equal(code, 0)
  const data = events.filter(one => one.kind === 'text')
  assert.deepEqual(
    data.map(one => `${one.text}\n`),
    [text('upgrade-db/good/change-request.md')],
  )
  assert.ok(events.filter(one => one.kind === 'lines').every(one => one.stream === 'err'))
})

test('a form that there is not is refused', () => {
  assert.equal(shown({format: 'pdf'}).code, 2)
  assert.deepEqual(core.catalog().planFormats, ['json', 'markdown', 'shell', 'html'])
})
