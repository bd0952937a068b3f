/** What `npm run check:rules` tries, and when it fails. */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import {root} from '../../scripts/lib/paths.mjs'
import {noticed} from '../../scripts/rules/notice.mjs'
import {failed, outcomes, table, trials} from '../../scripts/rules/table.mjs'

const modes = [
  {
    codes: ['a/b', 'a/c'],
    tests: [
      ['tests/differential/tests/x.rs', 'on_servers'],
      ['core/tests/y.rs', 'on_paper'],
      ['tests/e2e/z.test.mjs', 'whole'],
    ],
  },
  {
    codes: ['a/b'],
    tests: [
      ['tests/model/tests/faults.rs', 'everything'],
      ['core/tests/y.rs', 'other'],
    ],
  },
]

test('each code is tried once, with the tests in Rust of every row that has it, the quick ones first', () => {
  const [one, other] = trials(modes)
  assert.deepEqual(one.rows, [1, 2])
  assert.deepEqual(
    one.tests.map(([, name]) => name),
    ['on_paper', 'other', 'on_servers'],
  )
  assert.deepEqual(other.rows, [1])
})

test('every code of the table is tried', () => {
  const all = JSON.parse(readFileSync(path.join(root, 'tests/model/failure-modes.json'), 'utf8'))
  assert.equal(trials(all).length, new Set(all.flatMap(({codes}) => codes)).size)
})

test('a rule without a test that notices fails the check, whichever way', () => {
  const failing = outcomes.filter(outcome => failed([{outcome: 'noticed'}, {outcome}]))
  assert.deepEqual(failing, ['nobody noticed', 'no test meets it'])
  assert.match(table([{code: 'a/b', outcome: 'no test meets it', rows: [1], tests: []}]), /1 {2}a\/b {2}no test meets it\n\nnoticed: 0/)
})

/** A program that stands for a suite of tests. */
function suite(body) {
  return () => ({cwd: root, program: path.join(root, 'tests/scripts/stands-for-a-suite.sh'), tests: [body]})
}

for (const [name, outcome] of [
  ['red_and_struck', 'noticed'],
  ['green_and_struck', 'nobody noticed'],
  ['always_red_and_struck', 'nobody noticed'],
  ['red_alone', 'no test meets it'],
  ['green_alone', 'no test meets it'],
]) {
  test(`a test that is ${name.replaceAll('_', ' ')} counts as: ${outcome}`, async () => {
    const result = await noticed({code: 'a/b', rows: [1], tests: [['core/tests/y.rs', name]]}, suite(name))
    assert.equal(result.outcome, outcome)
  })
}

test('a code of the machine is no rule of a plan', async () => {
  for (const code of ['run/taken-over', 'confirm/mismatch']) {
    const result = await noticed({code, rows: [1], tests: [['core/tests/y.rs', 'green_alone']]}, suite('green_alone'))
    assert.equal(result.outcome, 'of the machine')
  }
})
