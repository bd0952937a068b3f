/** Checking and comparing a configuration, end to end: the real CLI, files as people have them, and the connection as it runs. */
import assert from 'node:assert/strict'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {after, before, describe, test} from 'node:test'
import {names, openBox} from './support/box.mjs'

const {app} = names

/** A configuration that no connection of the world has. */
const other = JSON.stringify({
  mappings: [{config: {access: 'read_only', fields: {Id: {}}}, object_name: 'Asset'}],
  version: 1,
})

describe('config:check and config:diff', {timeout: 600_000}, () => {
  let box
  let folder
  const file = (name, content) => {
    const full = path.join(folder, name)
    writeFileSync(full, content)
    return full
  }

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'config-'))
    box = await openBox()
  })
  after(async () => {
    rmSync(folder, {force: true, recursive: true})
    await box?.close()
  })

  test('what runs equals itself, and of its organization it is said only that it is the same', async () => {
    const text = await box.ok('connect:config:diff', '--app', app, '--with', app)
    assert.match(text, /The configurations are equal/)
    assert.match(text, /the same Salesforce org/)
    assert.doesNotMatch(text, /00D/)
  })

  test('another file ends with 16, a damaged one with 10, nothing to compare with 2', async () => {
    const text = await box.fails(16, 'connect:config:diff', file('other.json', other), '--app', app)
    assert.match(text, /\+ Asset with 1 field/)
    assert.match(await box.fails(10, 'connect:config:diff', file('cut.json', '{"version": 1, "mapp'), '--app', app), /config\/not-json/)
    await box.fails(2, 'connect:config:diff', '--app', app)
  })

  test('a file is checked without an app, and against what runs with one', async () => {
    const name = file('other.json', other)
    assert.match(await box.ok('connect:config:check', name), /the live configuration was not read/)
    const text = await box.ok('connect:config:check', name, '--app', app)
    assert.match(text, /config\/only-live/)
    assert.doesNotMatch(text, /the live configuration was not read/)
  })

  test('what is not UTF-8 is refused by name', async () => {
    const name = file('latin.json', Buffer.from('{"version": 1, "connection": {"app_name": "caf\u00E9"}, "mappings": []}', 'latin1'))
    assert.match(await box.fails(10, 'connect:config:check', name), /not encoded in UTF-8: line 1/)
  })
})
