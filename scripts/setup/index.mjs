/** What a fresh clone needs, part by part, brought once into folders that git ignores; a second call finds it there. */
import {rmSync} from 'node:fs'
import path from 'node:path'
import {alone} from '../lib/lock.mjs'
import {tools} from '../lib/paths.mjs'
import {explain} from '../lib/problem.mjs'
import {say, seconds} from '../lib/progress.mjs'
import * as chromium from './chromium.mjs'
import * as disk from './disk.mjs'
import * as node from './node.mjs'
import * as postgres from './postgres.mjs'
import * as programs from './programs.mjs'
import * as rust from './rust.mjs'

/** Parts that may need the compiler, in the order in which they lean on each other. */
const builds = [
  ['rust', rust.toolchain],
  ['wasm', wasmTools],
  ['nextest', () => programs.ensure('cargo-nextest')],
  ['deny', () => programs.ensure('cargo-deny')],
  ['mutants', () => programs.ensure('cargo-mutants')],
]

/** Parts that only download: they go on while the compiler works. */
const downloads = [
  ['postgres', postgres.ensure],
  ['chromium', chromium.ensure],
  ['node', node.ensure],
  ['shellcheck', () => programs.ensure('shellcheck')],
]

/** What compiling and packing the plugin needs. */
export const forPlugin = ['rust', 'wasm', 'node']

/** What a run in the sandbox needs. */
export const forSandbox = [...forPlugin, 'postgres']

/** All that tests need. */
export const forTests = [...forSandbox, 'nextest', 'shellcheck', 'chromium']

/** What carries runbooks out. */
export const forRunbooks = [...forSandbox, 'shellcheck']

/**
 * Brings what is missing.
 * @param {Iterable<string>} wanted parts
 */
export async function setUp(wanted) {
  const since = performance.now()
  const names = new Set(wanted)
  try {
    disk.ensure(names)
    await alone(async () => {
      const failed = (await Promise.allSettled([inTurn(builds, names), inTurn(downloads, names)])).find(one => one.status === 'rejected')
      if (failed) throw failed.reason
      rmSync(path.join(tools, 'cargo-tools.part'), {force: true, recursive: true})
    })
  } catch (error) {
    throw explain(error, '.tools')
  }

  say(`Set up (${seconds(performance.now() - since)}).`)
}

async function inTurn(parts, names) {
  for (const [name, ensure] of parts) {
    if (names.has(name)) await ensure()
  }
}

async function wasmTools() {
  await rust.target()
  await programs.ensure('wasm-pack')
  await programs.ensure('wasm-bindgen')
}
