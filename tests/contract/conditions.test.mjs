/** Conditions by name, across the boundary: what `connect:check` and `connect:wait` take, print and end with. */
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {core, notPlain} from './support.mjs'

const nothing = {
  alias: null,
  app: null,
  condition: null,
  database: null,
  follower: null,
  kind: 'judge',
  list: false,
  ownChanges: null,
  patience: null,
  plan: null,
  since: null,
  version: null,
}

const context = {
  face: {columns: null, local: {offsets: [], zone: ''}, verbose: false},
  holder: 'me@here',
  interactive: false,
  json: true,
  now: 0,
  runId: 'rabc1234',
  runs: [],
}

/** What a command shows, and how it ends; whatever is to be read is answered by `answer`. */
function ended(judge, answer = () => assert.fail('something is read'), more = {}) {
  const session = new core.Session({...nothing, ...judge}, {...context, ...more})
  const shown = []
  for (let now = 0; now < 1000; now += 1) {
    const directive = session.next(now)
    assert.deepEqual(notPlain(directive), [])
    if (directive.kind === 'done') return {code: directive.exitCode, ending: directive.ending, shown}
    if (directive.kind === 'show') shown.push(directive.event)
    session.observe(directive.id, directive.kind === 'show' ? {kind: 'done'} : answer(directive), now)
  }

  return assert.fail('no end')
}

test('the list is the catalog, for machines and for people', () => {
  const {code, shown} = ended({list: true})
  assert.equal(code, 0)
  const [{value}] = shown
  assert.deepEqual([value.kind, value.ending, value.formatVersion], ['conditions', 'done', core.versions().output])
  assert.deepEqual(value.conditions, core.catalog().named)
  const {shown: said} = ended({list: true}, undefined, {json: false})
  const text = said.flatMap(({lines}) => lines.map(spans => spans.map(span => span.text).join(''))).join('\n')
  for (const {flags, name, sentence} of value.conditions) {
    assert.ok(text.includes(name) && text.replaceAll(/\s+/g, ' ').includes(sentence), name)
    for (const {flag} of flags) assert.ok(text.includes(flag), flag)
  }
})

test('every condition of the catalog is known, and no other', () => {
  const asked = {app: 'acme', since: null}
  for (const {flags, name} of core.catalog().named) {
    const needed = flags.some(({needed}) => needed !== 'never')
    const first = directives({...asked, condition: name})
    // What needs nothing more goes on to look; the others say what they need.
    assert.equal(first.ending, needed ? 'usage' : null, name)
  }

  assert.deepEqual([directives({...asked, condition: 'no-such-condition'}).ending], ['usage'])
})

test('a condition that cannot be read ends with 10', () => {
  const answer = ({effects}) =>
    effects === undefined
      ? {kind: 'unreachable', reason: 'login'}
      : {answers: effects.map(() => ({kind: 'unreachable', reason: 'login'})), kind: 'together'}
  const {code, ending, shown} = ended({app: 'acme', condition: 'paused'}, answer)
  assert.deepEqual([code, ending], [10, 'blocked'])
  assert.equal(shown.at(-1).value.kind, 'refusal')
})

/** Goes on until something is to be read: the ending, if it came before. */
function directives(judge) {
  const session = new core.Session({...nothing, ...judge}, context)
  for (let now = 0; ; now += 1) {
    const directive = session.next(now)
    if (directive.kind === 'done') return {ending: directive.ending}
    if (directive.kind !== 'show') return {ending: null}
    session.observe(directive.id, {kind: 'done'}, now)
  }
}
