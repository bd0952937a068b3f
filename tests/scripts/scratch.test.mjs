/** Tests write into memory only where there is room and nobody said otherwise. */
import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {existsSync, statSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {test} from 'node:test'
import {root} from '../../scripts/lib/paths.mjs'
import {scratch} from '../../scripts/test/scratch.mjs'

test('without room, or where somebody has said where, nothing is changed', () => {
  for (const given of [{TMPDIR: '/a'}, {CONNECT_SANDBOX_DIR: '/b'}, {CONNECT_KEEP: '1'}]) {
    const env = {...given}
    assert.equal(scratch(env), null)
    assert.deepEqual(env, given)
  }

  const env = {}
  assert.equal(scratch(env, path.join(os.tmpdir(), 'no-such-place')), null)
  assert.deepEqual(env, {})
})

test('the folder can be entered by the servers, and is gone with the process', () => {
  const script = `
    import {statSync} from 'node:fs'
    import {scratch} from ${JSON.stringify(path.join(root, 'scripts', 'test', 'scratch.mjs'))}
    const env = {}
    const folder = scratch(env)
    console.log(JSON.stringify({env, folder, mode: folder && statSync(folder).mode & 0o777}))`
  const {status, stderr, stdout} = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {encoding: 'utf8'})
  assert.equal(status, 0, stderr)
  const {env, folder, mode} = JSON.parse(stdout)
  if (folder === null) return
  assert.equal(mode, 0o755)
  assert.deepEqual(env, {CONNECT_SANDBOX_DIR: path.join(folder, 'sandbox'), TMPDIR: folder})
  assert.ok(!existsSync(folder))
  assert.ok(statSync(path.dirname(folder)).isDirectory())
})
