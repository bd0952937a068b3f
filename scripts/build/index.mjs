/** Builds everything that runs; a warm call takes a second. */
import {alone} from '../lib/lock.mjs'
import {explain} from '../lib/problem.mjs'
import {say, seconds} from '../lib/progress.mjs'
import {target} from '../lib/paths.mjs'
import * as native from './native.mjs'
import * as plugin from './plugin.mjs'
import * as wasm from './wasm.mjs'

/** Builds the WASM core, the native programs and the plugin. */
export async function buildAll() {
  const since = performance.now()
  try {
    await alone(async () => {
      await wasm.build()
      await native.build()
      await plugin.build()
    })
  } catch (error) {
    throw explain(error, target)
  }

  say(`Built (${seconds(performance.now() - since)}).`)
}
