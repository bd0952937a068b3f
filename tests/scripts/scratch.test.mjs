/** Tests write into memory only where there is room and nobody said otherwise. */
import assert from 'node:assert/strict'
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {after, test} from 'node:test'
import {root} from '../../scripts/lib/paths.mjs'
import {scratch} from '../../scripts/test/scratch.mjs'

const place = mkdtempSync(path.join(os.tmpdir(), 'connect-scratch-'))
after(() => rmSync(place, {force: true, recursive: true}))

test('without room, or where somebody has said where, nothing is changed', () => {
  for (const given of [{TMPDIR: '/a'}, {CONNECT_SANDBOX_DIR: '/b'}, {CONNECT_KEEP: '1'}]) {
    const env = {...given}
    assert.equal(scratch(env, place, 0), null)
    assert.deepEqual(env, given)
  }

  const env = {}
  assert.equal(scratch(env, path.join(place, 'no-such-place'), 0), null)
  assert.equal(scratch(env, place, Number.MAX_SAFE_INTEGER), null)
  assert.deepEqual(env, {})
})

test('the folder can be entered by the servers, and is gone with the process, as is that of one that was killed', () => {
  const dead = path.join(place, `connect-test-${spawnSync(process.execPath, ['--version']).pid}-left`)
  const alive = path.join(place, `connect-test-${process.pid}-kept`)
  for (const folder of [dead, alive]) mkdirSync(folder)
  const script = `
    import {statSync} from 'node:fs'
    import {scratch} from ${JSON.stringify(path.join(root, 'scripts', 'test', 'scratch.mjs'))}
    const env = {}
    const folder = scratch(env, ${JSON.stringify(place)}, 0)
    console.log(JSON.stringify({env, folder, mode: statSync(folder).mode & 0o777}))`
  const {status, stderr, stdout} = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {encoding: 'utf8'})
  assert.equal(status, 0, stderr)
  const {env, folder, mode} = JSON.parse(stdout)
  assert.equal(mode, 0o755)
  assert.deepEqual(env, {CONNECT_SANDBOX_DIR: path.join(folder, 'sandbox'), TMPDIR: folder})
  assert.deepEqual(
    [folder, dead, alive].map(one => existsSync(one)),
    [false, false, true],
  )
})
