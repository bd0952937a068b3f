/* eslint-disable no-template-curly-in-string -- the lines are sources */
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {ESLint} from 'eslint'
import {root} from '../../scripts/lib/paths.mjs'

const eslint = new ESLint({cwd: root})

/** Rules of the walls that a line breaks if it stands in a file. */
async function broken(file, line) {
  const [{messages}] = await eslint.lintText(`${line}\n`, {filePath: `plugin/src/${file}`})
  return messages.filter(one => one.ruleId?.includes('no-restricted-')).map(one => one.message)
}

const request = "export const path = '/apps/acme/config-vars'"
const time = 'export const now = Date.now()'

test('what the plugin must not contain is found', async () => {
  for (const line of [
    request,
    'export const path = (app: string) => `/apps/${app}/formation`',
    'export const path = (base: string) => `${base}/client/v11/databases`',
    "export const path = '/connections?app=x'",
    "export const path = 'https://host.example/api/v3/connections'",
    time,
    'export const now = new Date()',
    'export const now = performance.now()',
    'export const chance = Math.random()',
    "export const loaded = await import('../wasm/connect_bindings.js')",
    "import {versions} from '../wasm/connect_bindings.js'\nversions()",
    "import pg from 'pg'\nexport const driver = pg",
    "import https from 'node:https'\nexport const client = https",
    "import {spawn} from 'node:child_process'\nspawn('heroku')",
    "export const answer = await fetch('x')",
  ]) {
    assert.equal((await broken('loop.ts', line)).length, 1, line)
  }
})

test('what only looks like it is let through', async () => {
  for (const line of [
    "export const pointer = '/url'",
    "export const place = '/proc/self/stat'",
    "export const id = 'apps'",
    'export const stamp = (now: number) => new Date(now).toISOString()',
    "import type pg from 'pg'\nexport type Client = pg.Client",
    "import type {Command} from '../core.js'\nexport type One = Command",
  ]) {
    assert.deepEqual(await broken('loop.ts', line), [], line)
  }
})

test('an exception opens one wall and no other', async () => {
  assert.deepEqual(await broken('clock.ts', time), [])
  assert.equal((await broken('clock.ts', request)).length, 1)
  assert.deepEqual(await broken('effects/database-url.ts', request), [])
  assert.equal((await broken('effects/database-url.ts', time)).length, 1)
  assert.equal((await broken('core.ts', time)).length, 1)
  assert.equal((await broken('core.ts', "import pg from 'pg'\nexport const driver = pg")).length, 1)
})
