import assert from 'node:assert/strict'
import {test} from 'node:test'
import {cargoTest, nextest, settle, tap, total, vitest} from '../../scripts/test/count.mjs'

test('nextest: the summary line of a clean and of a failed run', () => {
  assert.deepEqual(nextest('     Summary [   0.012s] 3 tests run: 3 passed, 1 skipped\n'), {failed: 0, passed: 3, skipped: 1})
  assert.deepEqual(nextest('  Summary [ 1.2s] 9/12 tests run: 5 passed (1 slow), 2 failed, 1 exec failed, 1 timed out, 0 skipped'), {failed: 4, passed: 5, skipped: 0})
  assert.equal(nextest('error: could not compile'), null)
})

test('cargo test: every binary of a package is added up', () => {
  const text = 'test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured\n...\ntest result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured\n'
  assert.deepEqual(cargoTest(text), {failed: 3, passed: 7, skipped: 1})
  assert.equal(cargoTest('error[E0308]: mismatched types'), null)
})

test('node --test: cancelled is failed, todo is skipped', () => {
  const text = '1..4\n# tests 8\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 1\n'
  assert.deepEqual(tap(text), {failed: 2, passed: 3, skipped: 3})
  assert.equal(tap('TAP version 13\n'), null)
})

test('vitest: a file that does not load is a failure though no test in it failed', () => {
  const clean = {numFailedTestSuites: 0, numFailedTests: 0, numPassedTests: 4, numPendingTests: 1}
  assert.deepEqual(vitest(JSON.stringify(clean)), {failed: 0, passed: 4, skipped: 1})
  assert.deepEqual(vitest(JSON.stringify({...clean, numFailedTestSuites: 1})), {failed: 1, passed: 4, skipped: 1})
  assert.equal(vitest(''), null)
})

test('a program that fails without saying which test is one failure, and so is one without tests', () => {
  assert.deepEqual(settle({failed: 0, passed: 4, skipped: 0}, 101), {failed: 1, passed: 4, skipped: 0})
  assert.deepEqual(settle(null, 101), {failed: 1, passed: 0, skipped: 0})
  assert.deepEqual(settle({failed: 0, passed: 0, skipped: 0}, 0), {failed: 1, passed: 0, skipped: 0})
  assert.deepEqual(settle({failed: 2, passed: 4, skipped: 0}, 1), {failed: 2, passed: 4, skipped: 0})
})

test('the last line', () => {
  const counts = [{failed: 0, passed: 4, skipped: 1}, {failed: 0, passed: 3, skipped: 0}]
  assert.deepEqual(total(counts, false), {good: true, line: '7 passed, 0 failed, 1 skipped'})
  assert.deepEqual(total(counts, true), {good: false, line: '7 passed, 1 failed'})
  assert.deepEqual(total([{failed: 2, passed: 1, skipped: 0}], false), {good: false, line: '1 passed, 2 failed'})
})
