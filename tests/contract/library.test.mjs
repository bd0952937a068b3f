/** The examples of docs/library.md do what they say, and are as short as they look. */
import assert from 'node:assert/strict'
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {test} from 'node:test'
import {carryOut} from '../../docs/examples/loop.mjs'
import {output} from '../../scripts/build/rehearsal.mjs'
import {capture} from '../../scripts/lib/run.mjs'
import {core, fixture, json, plain, recordedHost, root, transcript} from './support.mjs'

const examples = path.join(root, 'docs/examples')
const page = readFileSync(path.join(root, 'docs/library.md'), 'utf8')
const sample = 'samples/upgrade-follower.json'

test('in Node: plans, shows the plan, plays it, loses an answer and loses a machine', async () => {
  const example = path.join(examples, 'rehearse.mjs')
  const {code, stderr, stdout} = await capture(process.execPath, [example, output, fixture(sample)], {cwd: root})
  assert.equal(code, 0, stderr)
  const {request, snapshot} = json(sample)
  const text = plain(core.planText(core.plan(snapshot, request)))
  assert.ok(text.length > 1000 && stdout.startsWith(text), stdout)
  const [head, ...ends] = stdout.slice(text.length).trimEnd().split('\n')
  assert.match(head, /^format \d+\.\d+, sha256 [0-9a-f]{12}…, \d\d steps$/)
  assert.equal(ends.length, 3, stdout)
  for (const end of ends) assert.match(end, /: done, everything runs on the new database/)
})

test('the loop: carries a whole run out, with the answers that were recorded', async () => {
  const {opening} = transcript()
  const session = new core.Session(opening.command, opening.context)
  const host = recordedHost()
  const {ending, exitCode} = await carryOut(session, host)
  session.free()
  assert.deepEqual({ending, exitCode, left: host.left()}, {ending: 'done', exitCode: 0, left: {answers: 0, moments: 0}})
})

test('no example is long, and the page names each', () => {
  const names = readdirSync(examples)
  assert.ok(names.length >= 3)
  for (const name of names) {
    assert.ok(readFileSync(path.join(examples, name), 'utf8').split('\n').length < 60, name)
    assert.ok(page.includes(`(examples/${name})`), name)
  }
})

test('the page names what there is', () => {
  for (const name of ['versions', 'catalog', 'plan', 'planSha256', 'planText', 'report', 'redact', 'redactRow', 'journals', 'Session']) {
    assert.equal(typeof core[name], 'function', name)
    assert.ok(page.includes(`${name}(`), name)
  }
})
