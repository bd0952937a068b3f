/** Reads the JUnit reports that test programs write. */
import {existsSync, readFileSync} from 'node:fs'

/** @typedef {import('./count.mjs').Counts} Counts */

/** A report that is missing or not whole: nothing in it is believed. */
export class ReportError extends Error {}

/**
 * Counts the tests of a report.
 * @param {string} file
 * @returns {Promise<Counts>}
 */
export async function counts(file) {
  if (!existsSync(file)) throw new ReportError('the tests wrote no report')
  return countsOf(readFileSync(file, 'utf8'))
}

/**
 * @param {string} text of a report
 * @returns {Promise<Counts>}
 */
export async function countsOf(text) {
  // Set-up brings it, and runs before anything is read.
  const {XMLParser, XMLValidator} = await import('fast-xml-parser')
  const sound = text.trim() === '' ? {err: {msg: 'it is empty'}} : XMLValidator.validate(text)
  if (sound !== true) throw new ReportError(`the report of the tests is torn: ${sound.err.msg}`)
  // What tests printed is of no interest here, and may hold anything.
  const parser = new XMLParser({
    attributeNamePrefix: '',
    ignoreAttributes: false,
    isArray: name => name !== 'testsuites',
    parseAttributeValue: false,
    parseTagValue: false,
    processEntities: false,
  })
  const {testsuites} = parser.parse(text)
  if (testsuites === undefined) throw new ReportError('the report of the tests is no JUnit report')
  const cases = casesOf(testsuites)
  const {tests} = testsuites
  if (tests !== undefined && Number(tests) !== cases.length) {
    throw new ReportError(`the report speaks of ${tests} tests and holds ${cases.length}`)
  }

  // A test that is still to be done may fail: it counts as skipped.
  const skipped = cases.filter(one => one.skipped).length
  const failed = cases.filter(one => !one.skipped && (one.failure || one.error)).length
  return {failed, passed: cases.length - failed - skipped, skipped}
}

/** All test cases, however deep the suites lie in each other. */
function casesOf({testcase = [], testsuite = []}) {
  return [...testcase, ...testsuite.flatMap(suite => (typeof suite === 'object' ? casesOf(suite) : []))]
}
