/** Stages what ships in a folder of its own, away from the workspace's packages, and lets npm pack it. */
import {createHash} from 'node:crypto'
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import * as page from '../build/page.mjs'
import {dist, plugin, root, staged} from '../lib/paths.mjs'
import {step} from '../lib/progress.mjs'
import {must} from '../lib/run.mjs'
import {bundle} from './bundle.mjs'
import {notices} from './notices.mjs'

/** Folders and files that npm packs. Plain names: oclif looks for each as it is written. */
const files = ['CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD-PARTY-NOTICES', 'hooks', 'lib', 'oclif.manifest.json', 'page', 'wasm']

/**
 * Makes the tarball.
 * @returns {Promise<{file: string, files: {path: string, size: number}[], sha256: string, size: number, unpackedSize: number}>}
 */
export async function pack() {
  rmSync(dist, {force: true, recursive: true})
  mkdirSync(staged, {recursive: true})
  const modules = await step('Bundle', 'rolldown', () => bundle(path.join(staged, 'lib')))
  writeFileSync(path.join(staged, 'THIRD-PARTY-NOTICES'), await notices([...modules, ...readFileSync(page.contained, 'utf8').split('\n')]))
  for (const name of ['CHANGELOG.md', 'LICENSE', 'README.md']) cpSync(path.join(root, name), path.join(staged, name))
  cpSync(path.join(plugin, 'oclif.manifest.json'), path.join(staged, 'oclif.manifest.json'))
  cpSync(path.join(plugin, 'hooks'), path.join(staged, 'hooks'), {recursive: true})
  cpSync(page.template, path.join(staged, 'page', 'page.html'))
  const runs = source => !/\.d\.ts$|[/\\]\.[^/\\]*$/.test(source)
  cpSync(path.join(plugin, 'wasm'), path.join(staged, 'wasm'), {filter: runs, recursive: true})
  writeFileSync(path.join(staged, 'package.json'), `${JSON.stringify(description(), null, 2)}\n`)
  const {stdout} = await must('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', dist], {cwd: staged})
  const [{filename, files: listed, size, unpackedSize}] = JSON.parse(stdout)
  const file = path.join(dist, filename)
  return {file, files: listed, sha256: createHash('sha256').update(readFileSync(file)).digest('hex'), size, unpackedSize}
}

/** The plugin's package.json without what only its development needs: npm then has nothing to ask a registry for. */
function description() {
  const {dependencies, devDependencies, scripts, ...kept} = JSON.parse(readFileSync(path.join(plugin, 'package.json'), 'utf8'))
  return {...kept, files}
}
