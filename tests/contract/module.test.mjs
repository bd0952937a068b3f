/** The built module asks its surroundings for nothing: no clock, no randomness, no network, no files. */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {test} from 'node:test'
import {gzipSync} from 'node:zlib'
import {wasm} from './support.mjs'

const bytes = readFileSync(path.join(wasm, 'connect_bindings_bg.wasm'))
const glue = readFileSync(path.join(wasm, 'connect_bindings.js'), 'utf8')
const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes))

test('it imports its own glue and nothing else', () => {
  assert.deepEqual([...new Set(imports.map(one => one.module))], ['./connect_bindings_bg.js'])
  for (const {name} of imports) {
    assert.match(name, /^__wb(g|indgen)_/)
    assert.doesNotMatch(name, /now|date|random|crypto|fetch|request|timeout|process|require|performance|log|console/i)
  }
})

test('its glue reads its own bytes and nothing else', () => {
  assert.deepEqual(
    [...glue.matchAll(/require\(['"`]([^'"`]+)['"`]\)/g)].map(found => found[1]),
    ['fs'],
  )
  assert.doesNotMatch(glue, /Math\.random|Date\.now|new Date|crypto|fetch\(|process\.env|performance\.now|\beval\b|new Function/)
})

test('it carries no path of the machine that built it', () => {
  const text = bytes.toString('latin1')
  for (const found of text.match(/(?:\/home\/|\/Users\/|\/work\/|\/tmp\/)[\w./-]+/g) ?? []) assert.fail(found)
})

test('it is small enough to load with every command', () => {
  assert.ok(bytes.length < 4_150_000, `${bytes.length} bytes`)
  const packed = gzipSync(bytes, {level: 9}).length
  assert.ok(packed < 1_180_000, `${packed} bytes when packed`)
})
