/** A test build: the plugin with a core in which a seeded bug is switched on, so that the ledger can be seen to find what it does. */
import {appendFileSync, cpSync, mkdirSync, rmSync, symlinkSync} from 'node:fs'
import path from 'node:path'
import {plugin, root, tools} from '../lib/paths.mjs'
import {step} from '../lib/progress.mjs'
import {environment} from '../setup/programs.mjs'
import {moduleName, pack} from './wasm.mjs'

/**
 * @param {string} name a seeded bug of tests/model/seeded-bugs.json
 * @returns {Promise<string>} folder of the plugin to link
 */
export async function build(name) {
  const folder = path.join(tools, 'bugged', 'plugin')
  rmSync(folder, {force: true, recursive: true})
  mkdirSync(folder, {recursive: true})
  for (const part of ['lib', 'oclif.manifest.json', 'package.json']) {
    cpSync(path.join(plugin, part), path.join(folder, part), {recursive: true})
  }

  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  const wasm = path.join(folder, 'wasm')
  await step('WASM core with switches for seeded bugs', 'wasm-pack', note =>
    pack({env: environment(), features: ['seeded-bugs'], folder: wasm, note, workspace: root}),
  )
  appendFileSync(path.join(wasm, `${moduleName}.js`), `\nexports.switchOn(${JSON.stringify(name)})\n`)
  return folder
}
