/** The example of docs/library.md does what it says, and is as short as it looks. */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {test} from 'node:test'
import {output} from '../../scripts/build/rehearsal.mjs'
import {capture} from '../../scripts/lib/run.mjs'
import {core, fixture, root} from './support.mjs'

const example = path.join(root, 'docs/examples/rehearse.mjs')
const run = file => capture(process.execPath, [example, output, file], {cwd: root})

test('the example plans, plays, loses an answer and loses a machine', async () => {
  const {code, stderr, stdout} = await run(fixture('samples/upgrade-follower.json'))
  assert.equal(code, 0, stderr)
  const [head, ...ends] = stdout.trimEnd().split('\n')
  assert.match(head, /^format \d+\.\d+, sha256 [0-9a-f]{12}…, \d\d steps$/)
  assert.equal(ends.length, 3, stdout)
  for (const end of ends) assert.match(end, /: done, everything runs on the new database/)
  assert.ok(readFileSync(example, 'utf8').split('\n').length < 60)
})

test('the page of the library names what there is', () => {
  const page = readFileSync(path.join(root, 'docs/library.md'), 'utf8')
  for (const name of ['versions', 'catalog', 'plan', 'planSha256', 'planText', 'report', 'Session']) {
    assert.equal(typeof core[name], 'function', name)
    assert.ok(page.includes(`${name}(`), name)
  }
})
