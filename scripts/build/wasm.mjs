/** The core as WebAssembly: `plugin/wasm/`, for Node. */
import {existsSync, rmSync} from 'node:fs'
import path from 'node:path'
import {plugin, root} from '../lib/paths.mjs'
import {step} from '../lib/progress.mjs'
import {must} from '../lib/run.mjs'
import {hash, mark, matches} from '../lib/stamp.mjs'
import {environment} from '../setup/programs.mjs'

/** What the package is made from. */
export const inputs = ['Cargo.lock', 'Cargo.toml', 'bindings', 'core', 'gate', 'rust-toolchain.toml', 'wire']

/** Folder of the package. */
export const output = path.join(plugin, 'wasm')

/** Name of its module, without an ending. */
export const moduleName = 'connect_bindings'

/** Builds the package unless it was made from exactly these sources. */
export async function build() {
  const stamp = path.join(output, '.built')
  const wanted = hash(inputs)
  if (existsSync(path.join(output, `${moduleName}_bg.wasm`)) && matches(stamp, wanted)) return
  await step('WASM core', 'wasm-pack, about a minute the first time', note =>
    pack({env: environment(), folder: output, note, workspace: root}),
  )
  // It would keep the folder out of the plugin's npm package.
  rmSync(path.join(output, '.gitignore'), {force: true})
  mark(stamp, wanted)
}

/**
 * Lets wasm-pack make the package.
 * @param {{workspace: string, folder: string, env: NodeJS.ProcessEnv, features?: string[], host?: string, note: (text: string) => void}} from
 *   `workspace`: of the Rust sources; `folder`: where the package goes; `host`: what loads it, in wasm-pack's words
 */
export function pack({env, features = [], folder, host = 'nodejs', note, workspace}) {
  const words = ['--target', host, '--mode', 'no-install', '--release', '--out-dir', folder, '--out-name', moduleName]
  if (features.length > 0) words.push('--features', features.join(','))
  return must('wasm-pack', ['build', 'bindings', ...words], {cwd: workspace, env, onLine: note})
}
