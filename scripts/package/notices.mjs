/** THIRD-PARTY-NOTICES: which packages are in the bundle, which crates in the core, and under what licence. */
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {root} from '../lib/paths.mjs'
import {must} from '../lib/run.mjs'
import {notice} from './licences.mjs'

const rule = `\n${'-'.repeat(80)}\n\n`

/**
 * Text of the notices.
 * @param {string[]} modules files of other people's packages in the bundle and in the page
 */
export async function notices(modules) {
  const head = 'The modules in lib/ and the page contain code of these packages, wasm/ code of the crates that follow them.\n'
  return [head, ...list(packages(modules)), ...list(await crates())].join(rule)
}

/** One notice for each, by name. */
function list(found) {
  const texts = new Map(found.map(one => [`${one.name} ${one.version}`, notice(one)]))
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
}

function packages(modules) {
  return [...new Set(modules.map(file => folderOf(file)))].map(folder => {
    const described = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    return {...described, folder, license: licenceOf(described)}
  })
}

/** The licence of a package; older ones list those among which one may choose. */
export function licenceOf({license, licenses}) {
  return license ?? (Array.isArray(licenses) ? licenses.map(one => one.type).join(' OR ') : undefined)
}

/** Folder of the package that a file belongs to. */
export function folderOf(file) {
  const at = file.lastIndexOf(`${path.sep}node_modules${path.sep}`) + '/node_modules/'.length
  const words = file.slice(at).split(path.sep)
  return file.slice(0, at) + words.slice(0, words[0].startsWith('@') ? 2 : 1).join(path.sep)
}

/** Crates that the core is compiled from, without those that only help the compiler. */
export async function crates() {
  const {stdout} = await must('cargo', ['metadata', '--format-version', '1', '--locked', '--filter-platform', 'wasm32-unknown-unknown'], {
    cwd: root,
  })
  const {packages, resolve} = JSON.parse(stdout)
  const packageOf = new Map(packages.map(one => [one.id, one]))
  const nodeOf = new Map(resolve.nodes.map(one => [one.id, one]))
  const isHelper = id => packageOf.get(id).targets.some(target => target.kind.includes('proc-macro'))
  // The page holds the simulator too.
  const found = new Set(['connect-bindings', 'connect-rehearsal'].map(name => packages.find(one => one.name === name).id))
  for (const id of found) {
    const normal = nodeOf.get(id).deps.filter(one => one.dep_kinds.some(({kind}) => kind === null) && !isHelper(one.pkg))
    for (const {pkg} of normal) found.add(pkg)
  }

  return [...found]
    .map(id => packageOf.get(id))
    .filter(one => one.source !== null)
    .map(one => ({...one, folder: path.dirname(one.manifest_path)}))
}
