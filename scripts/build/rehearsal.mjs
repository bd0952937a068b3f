/** The core with the simulator as WebAssembly, for Node and for pages: what other people's programs play plans with. */
import {existsSync} from 'node:fs'
import path from 'node:path'
import {root, tools} from '../lib/paths.mjs'
import {step} from '../lib/progress.mjs'
import {hash, mark, matches} from '../lib/stamp.mjs'
import {environment} from '../setup/programs.mjs'
import {inputs, moduleName, pack} from './wasm.mjs'

/** What it is made from. */
export const sources = [...inputs, 'rehearsal', 'simulator']

/** Folder of the package for Node. */
export const output = path.join(tools, 'rehearsal', 'wasm')

/** Folder of the package for pages: the same module, with glue that a bundler takes. */
export const web = path.join(tools, 'rehearsal', 'web')

/** Builds both unless they were made from exactly these sources. */
export async function build() {
  const stamp = path.join(web, '.built')
  const wanted = hash(sources)
  const isThere = folder => existsSync(path.join(folder, `${moduleName}_bg.wasm`))
  if (isThere(output) && isThere(web) && matches(stamp, wanted)) return
  const common = {env: environment(), features: ['rehearsal'], workspace: root}
  await step('WASM core that plays plans', 'wasm-pack, about a minute the first time', async note => {
    await pack({...common, folder: output, note})
    // Compiled already: only the glue is another.
    await pack({...common, folder: web, host: 'web', note})
  })
  mark(stamp, wanted)
}
