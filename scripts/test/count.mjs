/** Sums of passed, failed and skipped tests. */

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** Nothing yet. @type {Counts} */
export const none = {failed: 0, passed: 0, skipped: 0}

/**
 * Counts of a part whose program has ended: a failure that no count shows is one failure, and so is a part without tests.
 * @param {Counts | null} counts `null`: there is no report that could be believed
 * @param {number | null} code exit code
 * @returns {Counts}
 */
export function settle(counts, code) {
  const sum = counts ?? none
  const silent = sum.failed === 0 && (code !== 0 || sum.passed + sum.skipped === 0)
  return silent ? {...sum, failed: 1} : sum
}

/**
 * The last line of `npm test`, and whether all is well.
 * @param {Counts[]} all
 * @param {boolean} strict in CI a skipped test is a failed one
 */
export function total(all, strict) {
  const sum = all.reduce((a, b) => ({failed: a.failed + b.failed, passed: a.passed + b.passed, skipped: a.skipped + b.skipped}), none)
  const failed = sum.failed + (strict ? sum.skipped : 0)
  const skipped = strict ? 0 : sum.skipped
  return {good: failed === 0, line: `${sum.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`}
}
