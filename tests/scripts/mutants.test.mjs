import assert from 'node:assert/strict'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {after, test} from 'node:test'
import {root} from '../../scripts/lib/paths.mjs'
import {outcomeOf} from '../../scripts/mutants/judge.mjs'
import {outcomes} from '../../scripts/mutants/outcomes.mjs'
import {keyed, sample} from '../../scripts/mutants/sample.mjs'
import {table, verdict} from '../../scripts/mutants/table.mjs'
import {copyTo} from '../../scripts/mutants/tree.mjs'

const work = mkdtempSync(path.join(os.tmpdir(), 'connect-mutants-'))
after(() => rmSync(work, {force: true, recursive: true}))

/** A mutant as cargo-mutants lists it. */
function listed(line, change, folder = 'run') {
  const file = `core/src/${folder}/check.rs`
  return {
    diff: `--- ${file}\n+++ ${change}\n@@ -${line},2 +${line},2 @@\n-    a\n+    ${change}\n`,
    file,
    name: `${file}:${line}:5: ${change}`,
  }
}

const many = keyed(Array.from({length: 40}, (_, at) => listed(at, `change ${at}`)))
const names = mutants => mutants.map(({name}) => name)

test('a seed draws the same mutants every time, another seed others, and a larger sample holds the smaller one', () => {
  const drawn = names(sample(many, 1, 10))
  assert.equal(new Set(drawn).size, 10)
  assert.deepEqual(names(sample([...many].reverse(), 1, 10)), drawn)
  assert.notDeepEqual(names(sample(many, 2, 10)), drawn)
  assert.deepEqual(names(sample(many, 1, 20)).slice(0, 10), drawn)
})

test('a mutant that only moves in its file is the same one; two that look alike are two', () => {
  const [here, there, twin] = keyed([listed(1, 'a + b'), listed(90, 'a - b'), listed(95, 'a + b')])
  assert.equal(keyed([listed(30, 'a + b')])[0].key, here.key)
  assert.equal(new Set([here.key, there.key, twin.key]).size, 3)
})

test('what was judged is not judged again, and what was judged before a change is not believed', () => {
  const file = path.join(work, 'kept', 'outcomes.json')
  const [caught, missed, other] = many
  const before = outcomes(file, 'before')
  before.keep(caught, 'caught')
  before.keep(missed, 'missed')
  const again = outcomes(file, 'before')
  assert.deepEqual(
    [caught, missed, other].map(one => again.of(one)),
    ['caught', 'missed', undefined],
  )
  const changed = outcomes(file, 'after')
  assert.deepEqual(
    [caught, missed].map(one => changed.of(one)),
    [undefined, undefined],
  )
  const survivors = outcomes(file, 'after', true)
  assert.deepEqual(
    [caught, missed].map(one => survivors.of(one)),
    ['caught', undefined],
  )
})

test('a report is believed only of the one mutant that was asked for', () => {
  const of = name => ({scenario: {Mutant: {name}}, summary: 'MissedMutant'})
  const report = (...outcomes) => JSON.stringify({outcomes})
  assert.equal(outcomeOf('a', report(of('a'))), 'missed')
  assert.equal(outcomeOf('a', report(of('b'))), undefined)
  assert.equal(outcomeOf('a', report(of('a'), of('b'))), undefined)
  assert.equal(outcomeOf('a', report()), undefined)
  assert.equal(outcomeOf('a', report({scenario: 'Baseline', summary: 'Success'})), undefined)
  assert.equal(outcomeOf('a', report({...of('a'), summary: 'Failure'})), undefined)
})

const judged = (folder, ...all) => all.map((outcome, at) => ({mutant: {folder, name: `${folder} ${at}`}, outcome}))

test('nine of ten viable ones are enough, those that do not compile do not count, and nothing judged is not enough', () => {
  const nine = judged('run', ...Array.from({length: 8}, () => 'caught'), 'timed out', 'unviable')
  assert.deepEqual(verdict([...nine, ...judged('run', 'missed')]), {good: true, percent: 90})
  assert.equal(verdict([...nine, ...judged('ops', 'missed', 'missed')]).good, false)
  assert.deepEqual(verdict(judged('run', 'unviable')), {good: false, percent: 0})
})

test('the table has a line for each folder', () => {
  assert.equal(
    table([...judged('run', 'caught', 'missed'), ...judged('ops', 'unviable', 'timed out')]),
    [
      '        viable  caught  timed out  missed  unviable',
      'ops          1       0          1       0         1',
      'run          2       1          0       1         0',
      'in all       3       1          1       1         1',
    ].join('\n'),
  )
})

test('the copy is as the work tree is: a left-over mutant is put right, what is gone goes, what is the same keeps its time', async () => {
  const tree = path.join(work, 'tree')
  const [same, mutated, gone] = ['Cargo.toml', 'core/src/lib.rs', 'core/src/gone/gone.rs'].map(name => path.join(tree, name))
  for (const file of [mutated, gone]) mkdirSync(path.dirname(file), {recursive: true})
  const source = readFileSync(path.join(root, 'Cargo.toml'))
  writeFileSync(same, source)
  utimesSync(same, 1, 1)
  writeFileSync(mutated, 'changed by cargo-mutants')
  writeFileSync(gone, '')
  await copyTo(tree)
  assert.equal(statSync(same).mtimeMs, 1000)
  assert.deepEqual(readFileSync(mutated), readFileSync(path.join(root, 'core/src/lib.rs')))
  assert.ok(!existsSync(gone))
  assert.ok(!existsSync(path.join(tree, 'node_modules')))
})
