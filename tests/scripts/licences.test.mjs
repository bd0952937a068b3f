import assert from 'node:assert/strict'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {after, test} from 'node:test'
import {Problem} from '../../scripts/lib/problem.mjs'
import {notice} from '../../scripts/package/licences.mjs'
import {crates, folderOf, licenceOf} from '../../scripts/package/notices.mjs'

const folder = mkdtempSync(path.join(os.tmpdir(), 'connect-licences-'))
after(() => rmSync(folder, {force: true, recursive: true}))

test('a notice holds the licence texts; a licence that is not on the list stops the packaging', () => {
  const one = {folder, license: 'MIT', name: 'some', version: '1.0.0'}
  assert.match(notice(one), /^some 1\.0\.0 \(MIT\)\n\nThe package holds no licence text/)
  writeFileSync(path.join(folder, 'LICENSE-MIT'), 'Permission is granted\n')
  assert.equal(notice(one), 'some 1.0.0 (MIT)\n\nPermission is granted\n')
  for (const license of [undefined, '', 'UNLICENSED', 'GPL-3.0-only', 'MIT AND GPL-3.0-only']) {
    assert.throws(
      () => notice({...one, license}),
      error => error instanceof Problem && /not on the list/.test(error.message),
    )
  }
})

test('older packages list their licences', () => {
  assert.equal(licenceOf({license: 'ISC', licenses: [{type: 'MIT'}]}), 'ISC')
  assert.equal(licenceOf({licenses: [{type: 'MIT', url: 'x'}]}), 'MIT')
  assert.equal(licenceOf({licenses: [{type: 'MIT'}, {type: 'GPL-3.0-only'}]}), 'MIT OR GPL-3.0-only')
  assert.equal(licenceOf({licenses: 'MIT'}), undefined)
  assert.equal(licenceOf({}), undefined)
})

test('the crates of the core are those that it is compiled from, not those that help the compiler', async () => {
  const names = (await crates()).map(one => one.name)
  for (const name of ['serde', 'serde_json', 'sha2', 'wasm-bindgen']) assert.ok(names.includes(name), name)
  for (const name of ['connect-core', 'postgres', 'proptest', 'serde_derive', 'syn']) assert.ok(!names.includes(name), name)
})

test('the package that a file belongs to', () => {
  assert.equal(folderOf('/a/node_modules/pg/lib/index.js'), '/a/node_modules/pg')
  assert.equal(folderOf('/a/node_modules/@oclif/core/lib/index.js'), '/a/node_modules/@oclif/core')
  assert.equal(folderOf('/a/node_modules/x/node_modules/@y/z/index.js'), '/a/node_modules/x/node_modules/@y/z')
})
