import assert from 'node:assert/strict'
import {test} from 'node:test'
import {settle, total} from '../../scripts/test/count.mjs'

test('a program that fails without saying which test is one failure, and so is one without tests', () => {
  assert.deepEqual(settle({failed: 0, passed: 4, skipped: 0}, 101), {failed: 1, passed: 4, skipped: 0})
  assert.deepEqual(settle(null, 101), {failed: 1, passed: 0, skipped: 0})
  assert.deepEqual(settle(null, 0), {failed: 1, passed: 0, skipped: 0})
  assert.deepEqual(settle({failed: 0, passed: 0, skipped: 0}, 0), {failed: 1, passed: 0, skipped: 0})
  assert.deepEqual(settle({failed: 2, passed: 4, skipped: 0}, 1), {failed: 2, passed: 4, skipped: 0})
  assert.deepEqual(settle({failed: 0, passed: 4, skipped: 0}, 0), {failed: 0, passed: 4, skipped: 0})
})

test('the last line', () => {
  const counts = [
    {failed: 0, passed: 4, skipped: 1},
    {failed: 0, passed: 3, skipped: 0},
  ]
  assert.deepEqual(total(counts, false), {good: true, line: '7 passed, 0 failed, 1 skipped'})
  assert.deepEqual(total(counts, true), {good: false, line: '7 passed, 1 failed'})
  assert.deepEqual(total([{failed: 2, passed: 1, skipped: 0}], false), {good: false, line: '1 passed, 2 failed'})
})
