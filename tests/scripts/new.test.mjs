import assert from 'node:assert/strict'
import {cpSync, existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {after, test} from 'node:test'
import {root} from '../../scripts/lib/paths.mjs'
import {Problem} from '../../scripts/lib/problem.mjs'
import {must} from '../../scripts/lib/run.mjs'
import {make} from '../../scripts/new/index.mjs'
import {kinds} from '../../scripts/new/kinds.mjs'
import {fill, namesOf} from '../../scripts/new/names.mjs'
import {addLine} from '../../scripts/new/registry.mjs'

const tree = mkdtempSync(path.join(os.tmpdir(), 'connect-new-'))
after(() => rmSync(tree, {force: true, recursive: true}))
for (const part of ['core/src', 'tests/fixtures/prechecks', 'rustfmt.toml']) {
  cpSync(path.join(root, part), path.join(tree, part), {recursive: true})
}

const text = file => readFileSync(path.join(tree, file), 'utf8')
const isProblem = pattern => error => error instanceof Problem && pattern.test(error.message)

test('a name in all its cases', () => {
  const names = {
    area: 'config',
    CODE: 'CONFIG_COPIES_2',
    kebab: 'config-copies-2',
    Pascal: 'ConfigCopies2',
    rest: 'copies-2',
    snake: 'config_copies_2',
  }
  assert.deepEqual(namesOf('config-copies-2'), names)
  assert.deepEqual(namesOf('config_copies_2'), names)
  for (const bad of ['', 'Config', 'config copies', 'config-copies_2', '-config', 'config-', 'config--copies', '2-config', '../x']) {
    assert.throws(() => namesOf(bad), isProblem(/kebab or snake/), bad)
  }

  assert.equal(
    fill('__Pascal__ __snake__@1 __area__/__rest__ __CODE__ __other__', names),
    'ConfigCopies2 config_copies_2@1 config/copies-2 CONFIG_COPIES_2 __other__',
  )
})

test('a registry line in its place, or last', () => {
  const lines = 'mod a;\nmod c;\n\nuse x;\n'
  assert.equal(addLine(lines, {like: /^mod /, line: 'mod b;', sorted: true}), 'mod a;\nmod b;\nmod c;\n\nuse x;\n')
  assert.equal(addLine(lines, {like: /^mod /, line: 'mod d;', sorted: true}), 'mod a;\nmod c;\nmod d;\n\nuse x;\n')
  assert.equal(addLine(lines, {like: /^mod /, line: 'mod b;', sorted: false}), 'mod a;\nmod c;\nmod b;\n\nuse x;\n')
  assert.throws(() => addLine('const OTHER', {like: /^mod /, line: 'mod b;', sorted: true}), isProblem(/not built as expected/))
})

for (const kind of Object.keys(kinds)) {
  test(`a new ${kind}: its files, its lines in the registries, and a word about what is next`, () => {
    const {registries} = kinds[kind]
    const before = Object.fromEntries(Object.keys(registries).map(file => [file, text(file)]))
    const {next, touched} = make(tree, kind, 'sample-thing')
    assert.ok(next.length > 1)
    for (const file of touched) assert.doesNotMatch(text(file), /__\w+__/, file)
    for (const [file, adds] of Object.entries(registries)) {
      const fresh = text(file)
        .split('\n')
        .filter(line => !before[file].split('\n').includes(line))
      assert.equal(fresh.length, adds.length, `${file}: ${fresh.join(' | ')}`)
      assert.ok(
        fresh.every(line => /sample_thing|SAMPLE_THING/.test(line)),
        fresh.join(' | '),
      )
    }
  })

  test(`a ${kind} that exists, or that has no good name, changes nothing`, () => {
    const files = Object.keys(kinds[kind].registries)
    const before = files.map(file => text(file))
    assert.throws(() => make(tree, kind, 'sample_thing'), isProblem(/already/))
    assert.throws(() => make(tree, kind, 'Sample'), isProblem(/kebab or snake/))
    assert.deepEqual(
      files.map(file => text(file)),
      before,
    )
  })
}

test('a precheck has an area, and there is no other kind', () => {
  assert.throws(() => make(tree, 'precheck', 'sample'), isProblem(/begins with its area/))
  assert.throws(() => make(tree, 'engine', 'sample-thing'), isProblem(/procedure/))
  assert.ok(!existsSync(path.join(tree, 'core/src/prechecks/sample.rs')))
})

test('what was made is laid out as rustfmt wants it', async () => {
  const files = [
    'ops/sample_thing.rs',
    'conditions/sample_thing.rs',
    'prechecks/sample_thing.rs',
    'procedures/sample_thing/mod.rs',
    'ops/mod.rs',
  ]
  const words = ['--check', '--edition', '2021', '--config-path', tree, ...files.map(file => path.join(tree, 'core/src', file))]
  await must('rustfmt', words, {cwd: root})
})
