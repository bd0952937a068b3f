/** What a fresh clone needs, part by part, brought once into folders that git ignores; a second call finds it there. */
import {rmSync} from 'node:fs'
import path from 'node:path'
import {alone} from '../lib/lock.mjs'
import {tools} from '../lib/paths.mjs'
import {explain} from '../lib/problem.mjs'
import {say, seconds} from '../lib/progress.mjs'
import * as disk from './disk.mjs'
import * as node from './node.mjs'
import * as postgres from './postgres.mjs'
import * as programs from './programs.mjs'
import * as rust from './rust.mjs'

/** Part -> what brings it, in the order in which they lean on each other. */
const parts = {
  rust: rust.toolchain,
  async wasm() {
    await rust.target()
    await programs.ensure('wasm-pack')
    await programs.ensure('wasm-bindgen')
  },
  nextest: () => programs.ensure('cargo-nextest'),
  deny: () => programs.ensure('cargo-deny'),
  postgres: postgres.ensure,
  node: node.ensure,
}

/** Parts that only download: they go on while the compiler works. */
const downloads = new Set(['postgres', 'node'])

/** What compiling and packing the plugin needs. */
export const forPlugin = ['rust', 'wasm', 'node']

/** What a run in the sandbox needs. */
export const forSandbox = [...forPlugin, 'postgres']

/** All that tests need. */
export const forTests = [...forSandbox, 'nextest']

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
      const [loads, builds] = [[], []]
      for (const name of Object.keys(parts)) if (names.has(name)) (downloads.has(name) ? loads : builds).push(name)
      const failed = (await Promise.allSettled([inTurn(builds), inTurn(loads)])).find(one => one.status === 'rejected')
      if (failed) throw failed.reason
      rmSync(path.join(tools, 'cargo-tools.part'), {force: true, recursive: true})
    })
  } catch (error) {
    throw explain(error, '.tools')
  }

  say(`Set up (${seconds(performance.now() - since)}).`)
}

async function inTurn(names) {
  for (const name of names) await parts[name]()
}
