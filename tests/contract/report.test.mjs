/** The report of a journal without a session: for whoever finds one, and only if it can be trusted. */
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {core, notPlain, recorded, thrown, transcript} from './support.mjs'

const {head, journal, lines} = recorded()
const joined = some => some.map(line => `${line}\n`).join('')

test('the recorded run is done, as the file says that it wrote itself', () => {
  const live = core.report(journal, head)
  assert.deepEqual(notPlain(live), [])
  assert.equal(live.ending, 'done')
  assert.equal(live.stoppedSince, null)
  const file = transcript()
    .exchanges.map(one => one.directive)
    .find(one => one.kind === 'perform' && one.effect.name === 'report.json')
  assert.deepEqual(live, JSON.parse(file.effect.text))
})

test('the head is optional', () => {
  assert.deepEqual(core.report(journal), core.report(journal, head))
})

test('a line that was torn by a crash is no damage', () => {
  const torn = joined(lines.slice(0, 40)) + lines[40].slice(0, 50)
  assert.notEqual(core.report(torn).ending, 'done')
  assert.deepEqual(core.report(torn), core.report(joined(lines.slice(0, 40))))
})

const middle = Math.floor(lines.length / 2)
const broken = {
  'a beginning that is missing': [joined(lines.slice(1)), null],
  'a changed line': [joined(lines.with(middle, lines[middle].replace('"at":', '"at":1'))), null],
  'a line of something else': [joined(lines.with(middle, 'nonsense')), null],
  'a line that comes twice': [joined(lines.toSpliced(middle, 0, lines[middle])), null],
  'a line that is missing': [joined(lines.toSpliced(middle, 1)), null],
  'an end that was removed': [joined(lines.slice(0, -2)), head],
  nothing: ['', null],
}

for (const [name, [text, noted]] of Object.entries(broken)) {
  test(`${name} is not trusted`, () => {
    const error = thrown(() => core.report(text, noted))
    assert.ok(error instanceof Error)
    assert.deepEqual([error.code, error.bug], ['journal/untrusted', false])
    assert.match(error.message, /\w+ \w+/)
  })
}
