/** The core with the simulator as WebAssembly, for Node: what a page and other people's programs play plans with. */
import {existsSync} from 'node:fs'
import path from 'node:path'
import {root, tools} from '../lib/paths.mjs'
import {step} from '../lib/progress.mjs'
import {hash, mark, matches} from '../lib/stamp.mjs'
import {environment} from '../setup/programs.mjs'
import {inputs, moduleName, pack} from './wasm.mjs'

/** Folder of the package. */
export const output = path.join(tools, 'rehearsal', 'wasm')

/** Builds the package unless it was made from exactly these sources. */
export async function build() {
  const stamp = path.join(output, '.built')
  const wanted = hash([...inputs, 'rehearsal', 'simulator'])
  if (existsSync(path.join(output, `${moduleName}_bg.wasm`)) && matches(stamp, wanted)) return
  await step('WASM core that plays plans', 'wasm-pack, about a minute the first time', note =>
    pack({env: environment(), features: ['rehearsal'], folder: output, note, workspace: root}),
  )
  mark(stamp, wanted)
}
