/** Counts of passed, failed and skipped tests, read from what the test programs print. */

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

const number = (text, pattern) => Number(pattern.exec(text)?.[1] ?? 0)

/** Last line of `cargo nextest run`. @returns {Counts | null} */
export function nextest(text) {
  const summary = /Summary \[[^\]]*\]\s+(.*)/.exec(text)?.[1]
  if (!summary) return null
  const failed = number(summary, /(\d+) failed/) + number(summary, /(\d+) timed out/) + number(summary, /(\d+) exec failed/)
  return {failed, passed: number(summary, /: (\d+) passed/), skipped: number(summary, /(\d+) skipped/)}
}

/** All result lines of `cargo test`. @returns {Counts | null} */
export function cargoTest(text) {
  const lines = [...text.matchAll(/test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/g)]
  if (lines.length === 0) return null
  return lines.reduce((sum, [, passed, failed, ignored]) => ({failed: sum.failed + Number(failed), passed: sum.passed + Number(passed), skipped: sum.skipped + Number(ignored)}), {failed: 0, passed: 0, skipped: 0})
}

/** End of a TAP stream of `node --test`. @returns {Counts | null} */
export function tap(text) {
  if (!/^# pass \d+$/m.test(text)) return null
  const failed = number(text, /^# fail (\d+)$/m) + number(text, /^# cancelled (\d+)$/m)
  return {failed, passed: number(text, /^# pass (\d+)$/m), skipped: number(text, /^# skipped (\d+)$/m) + number(text, /^# todo (\d+)$/m)}
}

/** JSON report of vitest. @returns {Counts | null} */
export function vitest(text) {
  try {
    const {numFailedTests, numFailedTestSuites, numPassedTests, numPendingTests, numTodoTests = 0} = JSON.parse(text)
    // A file that does not even load has no tests in it.
    const failed = numFailedTests || (numFailedTestSuites > 0 ? 1 : 0)
    return {failed, passed: numPassedTests, skipped: numPendingTests + numTodoTests}
  } catch {
    return null
  }
}

/**
 * Counts of a part whose program has ended: a failure that no count shows is one failure, and so is a part without tests.
 * @param {Counts | null} counts
 * @param {number | null} code exit code
 * @returns {Counts}
 */
export function settle(counts, code) {
  const sum = counts ?? {failed: 0, passed: 0, skipped: 0}
  const silent = sum.failed === 0 && (code !== 0 || sum.passed + sum.skipped === 0)
  return silent ? {...sum, failed: 1} : sum
}

/**
 * The last line of `npm test`, and whether all is well.
 * @param {Counts[]} all
 * @param {boolean} strict in CI a skipped test is a failed one
 */
export function total(all, strict) {
  const sum = all.reduce((a, b) => ({failed: a.failed + b.failed, passed: a.passed + b.passed, skipped: a.skipped + b.skipped}), {failed: 0, passed: 0, skipped: 0})
  const failed = sum.failed + (strict ? sum.skipped : 0)
  const skipped = strict ? 0 : sum.skipped
  return {good: failed === 0, line: `${sum.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`}
}
