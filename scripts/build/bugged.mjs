/** A test build: the plugin with a core that carries a seeded bug, so that the ledger can be seen to find what it does. */
import {cpSync, mkdirSync, rmSync, symlinkSync} from 'node:fs'
import path from 'node:path'
import {mutantTarget, seeded} from '../lib/mutant.mjs'
import {plugin, root, tools} from '../lib/paths.mjs'
import {step} from '../lib/progress.mjs'
import {environment} from '../setup/programs.mjs'
import {pack} from './wasm.mjs'

/**
 * @param {string} name a seeded bug of tests/model/mutants
 * @returns {Promise<string>} folder of the plugin to link
 */
export async function build(name) {
  const workspace = await seeded(name)
  const folder = path.join(tools, 'mutants', 'plugin')
  rmSync(folder, {force: true, recursive: true})
  mkdirSync(folder, {recursive: true})
  for (const part of ['lib', 'oclif.manifest.json', 'package.json', 'wasm']) {
    cpSync(path.join(plugin, part), path.join(folder, part), {recursive: true})
  }

  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const env = {...environment(), CARGO_TARGET_DIR: mutantTarget}
  await step(`WASM core with seeded bug ${name}`, 'wasm-pack', note => pack({env, folder: path.join(folder, 'wasm'), note, workspace}))
  return folder
}
