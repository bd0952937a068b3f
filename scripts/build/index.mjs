/** Builds what runs, part by part; a warm call takes a second. */
import {alone} from '../lib/lock.mjs'
import {target} from '../lib/paths.mjs'
import {explain} from '../lib/problem.mjs'
import {say, seconds} from '../lib/progress.mjs'
import * as native from './native.mjs'
import * as page from './page.mjs'
import * as plugin from './plugin.mjs'
import * as rehearsal from './rehearsal.mjs'
import * as wasm from './wasm.mjs'

const parts = {
  native: native.build,
  page: page.build,
  async plugin() {
    await wasm.build()
    await page.build()
    await plugin.build()
  },
  rehearsal: rehearsal.build,
  wasm: wasm.build,
}

/**
 * Builds parts: `wasm` (the core as WebAssembly), `page` (the empty page), `plugin` (with both), `rehearsal` (the core with the simulator), `native` (sandbox, clients
 * and ledger).
 * @param {Iterable<string>} wanted
 */
export async function build(wanted) {
  const since = performance.now()
  try {
    await alone(async () => {
      for (const name of new Set(wanted)) await parts[name]()
    })
  } catch (error) {
    throw explain(error, target)
  }

  say(`Built (${seconds(performance.now() - since)}).`)
}

/** What a run in the sandbox needs. */
export const forSandbox = ['plugin', 'native']
