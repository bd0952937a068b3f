/** What is tried, and what came of it. */
import {existsSync} from 'node:fs'
import path from 'node:path'
import {root} from '../lib/paths.mjs'

/** Has a fixture for every precheck of an upgrade, in which it fires. */
const fires = ['core/tests/golden.rs', 'every_precheck_fires_where_it_should_and_says_what_is_kept']

/** Tries every fault in every step, for minutes. */
const everything = 'tests/model/tests/faults.rs'
/** These want servers, and come last: mostly another has noticed by then. */
const pace = ([file]) => (file.startsWith('tests/differential/') ? 1 : 0)

/**
 * Each code once, with the tests of every row that has it; those in Rust that are about something: the others run whole commands, or try everything,
 * and say nothing of a single rule.
 * @typedef {{code: string, rows: number[], tests: [file: string, name: string][]}} Trial
 * @param {{codes: string[], tests: [file: string, name: string][]}[]} modes
 * @returns {Trial[]}
 */
export function trials(modes) {
  const codes = [...new Set(modes.flatMap(mode => mode.codes))]
  return codes.map(code => {
    const rows = modes.flatMap((mode, at) => (mode.codes.includes(code) ? [at + 1] : []))
    const named = rows.flatMap(row => modes[row - 1].tests).filter(([file]) => file.endsWith('.rs') && file !== everything)
    const fixture = existsSync(path.join(root, `tests/fixtures/prechecks/${code.replaceAll('/', '.')}.json`)) ? [fires] : []
    return {code, rows, tests: [...fixture, ...named.sort((one, other) => pace(one) - pace(other))]}
  })
}

/** What can come of a trial. */
export const outcomes = ['noticed', 'nobody noticed', 'no test meets it', 'of the machine']

/**
 * @param {{outcome: string}[]} results
 * @returns {boolean} whether there is a rule that could be left out without anybody noticing
 */
export function failed(results) {
  return results.some(({outcome}) => outcome === 'nobody noticed' || outcome === 'no test meets it')
}

/**
 * @param {(Trial & {outcome: string, by?: string})[]} results
 * @returns {string}
 */
export function table(results) {
  const rows = results.map(({by, code, outcome, rows}) => [rows.join(','), code, by ?? outcome])
  const widths = [0, 1].map(at => Math.max(...rows.map(row => row[at].length)))
  const lines = rows.map(([row, code, by]) => `${row.padStart(widths[0])}  ${code.padEnd(widths[1])}  ${by}`)
  const counts = outcomes.map(outcome => `${outcome}: ${results.filter(one => one.outcome === outcome).length}`).join(', ')
  return [...lines, '', counts].join('\n')
}
