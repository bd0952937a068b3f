import assert from 'node:assert/strict'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {after, test} from 'node:test'
import {capture} from '../../scripts/lib/run.mjs'
import {counts, countsOf, ReportError} from '../../scripts/test/junit.mjs'

const folder = mkdtempSync(path.join(os.tmpdir(), 'connect-junit-'))
after(() => rmSync(folder, {force: true, recursive: true}))

const nextest = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="4" skipped="1" failures="2" errors="0">
    <testsuite name="core" tests="4" skipped="1" errors="0" failures="2">
        <testcase name="dies" classname="core"><failure type="test abort">aborted</failure><system-out></system-out></testcase>
        <testcase name="later" classname="core"><skipped message="ignored"/></testcase>
        <testcase name="good" classname="core"/>
        <testcase name="bad" classname="core"><failure type="test failure">&lt;testcase/&gt; ]]&gt; &#x41;</failure></testcase>
    </testsuite>
</testsuites>
`

test('a report of nextest', async () => {
  assert.deepEqual(await countsOf(nextest), {failed: 2, passed: 1, skipped: 1})
  const none = '<testsuites name="nextest-run" tests="0" skipped="0" failures="0" errors="0"></testsuites>'
  assert.deepEqual(await countsOf(none), {failed: 0, passed: 0, skipped: 0})
})

test('a report of vitest: a file that does not load is an error', async () => {
  const text = `<testsuites name="vitest tests" tests="3" failures="1" errors="1" time="1">
    <testsuite name="a.test.ts" tests="2" failures="0" errors="0" skipped="1"><testcase name="a"/><testcase name="b"><skipped/></testcase></testsuite>
    <testsuite name="b.test.ts" tests="1" failures="0" errors="1" skipped="0"><testcase name="b.test.ts"><error message="gone"/></testcase></testsuite>
</testsuites>`
  assert.deepEqual(await countsOf(text), {failed: 1, passed: 1, skipped: 1})
})

test('what node itself writes: suites in suites, a test to be done, a file that does not load', async () => {
  writeFileSync(
    path.join(folder, 'a.test.mjs'),
    `import {describe, it, test} from 'node:test'
test('good', () => {})
test('bad', () => { throw new Error('a < b & "c" ]]>') })
test('skipped', {skip: true}, () => {})
test('to be done', {todo: true}, () => { throw new Error('not yet') })
describe('outer', () => { it('in it', () => {}); describe('inner', () => { it('deep', () => {}); it('deep and bad', () => { throw new Error('x') }) }) })`,
  )
  writeFileSync(path.join(folder, 'b.test.mjs'), "import './nothing.mjs'")
  const report = path.join(folder, 'report.xml')
  const {NODE_TEST_CONTEXT, ...env} = process.env
  const {code} = await capture(
    process.execPath,
    ['--test', '--test-reporter=junit', `--test-reporter-destination=${report}`, 'a.test.mjs', 'b.test.mjs'],
    {cwd: folder, env},
  )
  assert.equal(code, 1)
  assert.deepEqual(await counts(report), {failed: 3, passed: 3, skipped: 2})
})

test('a report that is missing, empty, torn, of something else or short of tests is believed in nothing', async () => {
  await assert.rejects(counts(path.join(folder, 'none.xml')), /no report/)
  for (const [text, why] of [
    ['', /empty/],
    ['\n', /empty/],
    [nextest.slice(0, nextest.indexOf('</testsuites>')), /torn/],
    [nextest.slice(0, nextest.indexOf('<skipped') + 5), /torn/],
    ['<html></html>', /no JUnit report/],
    ['Error: something', /torn/],
    [nextest.replace('<testcase name="good" classname="core"/>', ''), /speaks of 4 tests and holds 3/],
  ]) {
    await assert.rejects(countsOf(text), error => error instanceof ReportError && why.test(error.message), `${why}: ${text.slice(0, 60)}`)
  }
})
