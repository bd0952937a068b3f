import assert from 'node:assert/strict'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {after, test} from 'node:test'
import {root} from '../../scripts/lib/paths.mjs'
import {Problem, explain} from '../../scripts/lib/problem.mjs'
import {must} from '../../scripts/lib/run.mjs'
import {checksums, platforms, versions} from '../../scripts/setup/wheels.mjs'

/** A copy of the scripts in a tree of its own, so that nothing here touches the real one. */
const tree = mkdtempSync(path.join(os.tmpdir(), 'connect-scripts-'))
chmodSync(tree, 0o755)
after(() => rmSync(tree, {force: true, recursive: true}))
await must('cp', ['-r', path.join(root, 'scripts'), tree])
const module = name => path.join(tree, 'scripts', name)

function run(code, env = {}) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']})
  const output = {text: ''}
  for (const stream of ['stdout', 'stderr']) child[stream].setEncoding('utf8').on('data', text => (output.text += text))
  return {child, done: once(child, 'close').then(([code]) => ({code, text: output.text}))}
}

const guarded = `
import {appendFileSync} from 'node:fs'
import {setTimeout as pause} from 'node:timers/promises'
import {alone} from ${JSON.stringify(module('lib/lock.mjs'))}
await alone(async () => {
  appendFileSync(process.env.TRACE, 'in ')
  await pause(200)
  appendFileSync(process.env.TRACE, 'out ')
})`

test('two set-ups at once: one waits for the other', async () => {
  const trace = path.join(tree, 'trace')
  const results = await Promise.all([run(guarded, {TRACE: trace}).done, run(guarded, {TRACE: trace}).done, run(guarded, {TRACE: trace}).done])
  assert.deepEqual(results.map(result => result.code), [0, 0, 0])
  assert.equal(readFileSync(trace, 'utf8'), 'in out in out in out ')
})

test('the lock of a set-up that was killed does not stop the next one', async () => {
  const trace = path.join(tree, 'trace-dead')
  mkdirSync(path.join(tree, '.tools'), {recursive: true})
  const gone = spawn(process.execPath, ['-e', ''])
  await once(gone, 'close')
  writeFileSync(path.join(tree, '.tools', 'setup.lock'), String(gone.pid))
  assert.equal((await run(guarded, {TRACE: trace}).done).code, 0)
  assert.equal(readFileSync(trace, 'utf8'), 'in out ')
})

test('a missing Python is one clear sentence and exit code 2', async () => {
  const nodeOnly = path.join(tree, 'bin')
  mkdirSync(nodeOnly, {recursive: true})
  const code = `import {main} from ${JSON.stringify(module('lib/problem.mjs'))}; import {ensure} from ${JSON.stringify(module('setup/postgres.mjs'))}; await main(ensure)`
  const result = await run(code, {PATH: nodeOnly}).done
  assert.equal(result.code, 2)
  assert.match(result.text, /Python 3 with pip is needed.*then run this again\.\n$/)
  assert.doesNotMatch(result.text, /\n\s+at /)
})

test('a missing Rust is one clear sentence and exit code 2', async () => {
  const code = `import {main} from ${JSON.stringify(module('lib/problem.mjs'))}; import {ensure} from ${JSON.stringify(module('setup/rust-target.mjs'))}; await main(ensure)`
  const result = await run(code, {PATH: path.join(tree, 'bin')}).done
  assert.equal(result.code, 2)
  assert.match(result.text, /Rust is needed/)
})

test('a target that rustup cannot add is one clear sentence', async () => {
  const bin = path.join(tree, 'fake-rust')
  mkdirSync(bin)
  const programs = {cargo: 'echo cargo 1.95.0', rustc: `echo ${tree}/no-sysroot`, rustup: 'echo "error: could not download file" >&2; exit 1'}
  for (const [name, body] of Object.entries(programs)) writeFileSync(path.join(bin, name), `#!/bin/sh\n${body}\n`, {mode: 0o755})
  const code = `import {main} from ${JSON.stringify(module('lib/problem.mjs'))}; import {ensure} from ${JSON.stringify(module('setup/rust-target.mjs'))}; await main(ensure)`
  const result = await run(code, {PATH: `${bin}:/bin:/usr/bin`}).done
  assert.equal(result.code, 2)
  assert.match(result.text, /could not download file\n\nThe Rust toolchain in .* has no target wasm32-unknown-unknown and rustup could not add it/)
})

test('a wheel with another checksum is not used', async () => {
  const bin = path.join(tree, 'fake-python')
  mkdirSync(bin)
  // Stands for pip: answers --version, and "downloads" a file of its own.
  const script = '#!/bin/sh\nif [ "$3" = --version ]; then echo "pip 24 from x (python 3.12)"; exit 0; fi\nwhile [ "$1" != -d ]; do shift; done\nmkdir -p "$2"; echo other > "$2/some.whl"\n'
  writeFileSync(path.join(bin, 'python3'), script, {mode: 0o755})
  const code = `import {main} from ${JSON.stringify(module('lib/problem.mjs'))}; import {ensure} from ${JSON.stringify(module('setup/postgres.mjs'))}; await main(ensure)`
  const result = await run(code, {PATH: `${bin}:/bin:/usr/bin`}).done
  assert.equal(result.code, 2)
  assert.match(result.text, /has the SHA-256 [0-9a-f]{64}, not the pinned [0-9a-f]{64}: it is not used/)
})

test('a full disk is one clear sentence, whoever notices it', async () => {
  assert.match(explain(Object.assign(new Error('x'), {code: 'ENOSPC'}), '.tools').message, /No disk space is left/)
  await assert.rejects(must('sh', ['-c', 'echo "write error: No space left on device" >&2; exit 1']), error => error instanceof Problem && /No disk space is left/.test(error.message))
})

test('every wheel of every platform has its checksum', () => {
  for (const platform of Object.values(platforms)) {
    assert.deepEqual(Object.keys(checksums[platform]).sort(), Object.values(versions).sort())
    for (const sum of Object.values(checksums[platform])) assert.match(sum, /^[0-9a-f]{64}$/)
  }
})
