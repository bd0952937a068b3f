/** A whole run that was recorded natively, repeated by the built WebAssembly to the letter. */
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {core, notPlain, transcript} from './support.mjs'

test('every directive of a whole run is the one that native code gives', () => {
  const {exchanges, opening} = transcript()
  const session = new core.Session(opening.command, opening.context)
  const kinds = new Set()
  for (const [index, {answer, answeredAt, askedAt, directive}] of exchanges.entries()) {
    const live = session.next(askedAt)
    assert.deepEqual(notPlain(live), [], `line ${index + 2}`)
    assert.deepEqual(live, directive, `line ${index + 2}`)
    kinds.add(live.kind)
    if (live.kind === 'done') break
    session.observe(live.id, answer, answeredAt)
  }

  assert.deepEqual([...kinds].sort(), ['append', 'done', 'perform', 'show', 'together', 'wait'])
  assert.equal(exchanges.at(-1).directive.kind, 'done')
  assert.ok(exchanges.length > 200, String(exchanges.length))
  session.free()
})

test('misuse is an error with a sentence, and the session goes on after it', () => {
  const {
    exchanges: [shown, first, second],
    opening,
  } = transcript()
  const session = new core.Session(opening.command, opening.context)
  const broken = message => ({bug: true, code: 'session/protocol', message})
  const misfit = message => ({bug: true, code: 'call/type', message})
  assert.throws(() => session.observe(1, {kind: 'done'}, 0), broken(/nothing was asked/))
  session.observe(session.next(shown.askedAt).id, shown.answer, shown.answeredAt)
  const {id} = session.next(first.askedAt)
  assert.throws(() => session.next(first.askedAt), broken(/not answered/))
  assert.throws(() => session.observe(id + 1, first.answer, 0), broken(/another directive/))
  assert.throws(() => session.observe(id, {kind: 'nonsense'}, 0), misfit(/nonsense|variant/))
  assert.throws(() => session.observe(id, {...first.answer, more: 1}, 0), misfit(/more|unknown field/))
  session.observe(id, first.answer, first.answeredAt)
  assert.deepEqual(session.next(second.askedAt), second.directive)
  session.free()
})

test('what is not a command is refused', () => {
  const {
    opening: {command, context},
  } = transcript()
  const misfit = {bug: true, code: 'call/type'}
  assert.throws(() => new core.Session({...command, kind: 'drop'}, context), misfit)
  assert.throws(() => new core.Session({...command, app: 7}, context), misfit)
  assert.throws(() => new core.Session(command, {...context, secret: 'x'}), misfit)
  assert.throws(() => core.journals({...command, kind: 'drop'}), misfit)
})

test('which journals each command needs', () => {
  const run = 'rabc1234'
  const wanted = [
    [transcript().opening.command, {kind: 'none'}],
    [
      {app: null, kind: 'runs'},
      {adopt: null, kind: 'all'},
    ],
    [
      {app: 'acme', kind: 'runs'},
      {adopt: null, kind: 'all'},
    ],
    [
      {kind: 'info', run},
      {adopt: null, kind: 'all'},
    ],
    [
      {downtimeAt: null, hold: null, kind: 'resume', run},
      {kind: 'one', run},
    ],
    [
      {confirm: null, kind: 'abort', run},
      {kind: 'one', run},
    ],
    [
      {confirm: null, kind: 'finish', run},
      {adopt: run, kind: 'all'},
    ],
  ]
  for (const [command, journals] of wanted) assert.deepEqual(core.journals(command), journals)
})

test('the check for plain values finds what is not', () => {
  class Odd {}
  // eslint-disable-next-line no-sparse-arrays -- a hole is one of the things that must be found
  const odd = {a: [new Map()], b: 1n, c: undefined, d: Number.NaN, e: new Odd(), f: () => 1, g: [, 1]}
  assert.equal(notPlain(odd).length, 7)
  assert.deepEqual(notPlain({a: [null, 1, 'x', true, {}]}), [])
})
