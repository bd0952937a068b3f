/** What is installed from the tarball does what the work tree does: HTTP, SQL, and a tunnel through a bastion. */
import assert from 'node:assert/strict'
import path from 'node:path'
import {test} from 'node:test'
import {root} from '../../scripts/lib/paths.mjs'
import {capture} from '../../scripts/lib/run.mjs'

test('the installed package carries out a whole run', {timeout: 1_800_000}, async () => {
  const words = [path.join(root, 'scripts/start.mjs'), '--packaged', '--scenario', 'upgrade-private']
  const {code, stderr, stdout} = await capture(process.execPath, words, {cwd: root})
  assert.equal(code, 0, stdout + stderr)
})
