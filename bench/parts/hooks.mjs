/** What the guard's hooks cost a command that is none of ours, beside hooks that are empty. */
import {mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {plugin, root} from '../../scripts/lib/paths.mjs'
import {must} from '../../scripts/lib/run.mjs'
import {makeFolder, removeFolder} from '../../scripts/start/folder.mjs'
import {spread} from '../lib/numbers.mjs'

/** @param {number} launches fresh processes of each, taking turns so that they meet the same machine */
export async function hooks(launches) {
  const folder = makeFolder()
  try {
    const plugins = {empty: emptyPlugin(path.join(folder, 'empty')), guard: plugin}
    const samples = Object.fromEntries(Object.keys(plugins).map(name => [name, {both: [], init: [], prerun: []}]))
    // The first turn warms the caches of the system and is not counted.
    for (let turn = 0; turn <= launches; turn++) {
      for (const [name, at] of Object.entries(plugins)) {
        const {stdout} = await must(process.execPath, [path.join(root, 'bench', 'lib', 'run-hooks.mjs'), at], {
          cwd: root,
          env: {...process.env, NODE_ENV: 'production'},
        })
        const {init, prerun} = JSON.parse(stdout)
        if (turn === 0) continue
        for (const [hook, ms] of Object.entries({both: init + prerun, init, prerun})) samples[name][hook].push(ms)
      }
    }

    const spreads = hooksOf => Object.fromEntries(Object.entries(hooksOf).map(([hook, values]) => [hook, spread(values)]))
    return Object.fromEntries(Object.entries(samples).map(([name, hooksOf]) => [name, spreads(hooksOf)]))
  } finally {
    removeFolder(folder)
  }
}

/** A plugin whose hooks do nothing. */
function emptyPlugin(folder) {
  mkdirSync(path.join(folder, 'hooks'), {recursive: true})
  const oclif = {hooks: {init: './hooks/init.mjs', prerun: './hooks/prerun.mjs'}}
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({name: 'empty', oclif, type: 'module', version: '0.0.1'}))
  for (const hook of ['init', 'prerun']) {
    writeFileSync(path.join(folder, 'hooks', `${hook}.mjs`), `export default async function ${hook}() {}\n`)
  }

  return folder
}
