/** Licences of the packages whose code is in the bundle. */
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {Problem} from '../lib/problem.mjs'

/** Licences under which code may be passed on with a notice. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
  '(MIT OR CC0-1.0)',
  '(MIT AND CC-BY-3.0)',
])

/**
 * Text of the notices.
 * @param {string[]} modules files in the bundle
 */
export function notices(modules) {
  const packages = new Map()
  for (const folder of new Set(modules.map(file => folderOf(file)))) {
    const {license, name, version} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    if (!allowed.has(license)) {
      throw new Problem(
        `${name} ${version} is under the licence ${JSON.stringify(license)}, which is not on the list of those that may be shipped.`,
        {exitCode: 1},
      )
    }

    packages.set(`${name} ${version}`, `${name} ${version} (${license})\n\n${text(folder)}`)
  }

  const rule = `\n${'-'.repeat(80)}\n\n`
  return [
    'The files in lib/ contain code of these packages.\n',
    ...[...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, notice]) => notice),
  ].join(rule)
}

/** Folder of the package that a file belongs to. */
export function folderOf(file) {
  const at = file.lastIndexOf(`${path.sep}node_modules${path.sep}`) + '/node_modules/'.length
  const words = file.slice(at).split(path.sep)
  return file.slice(0, at) + words.slice(0, words[0].startsWith('@') ? 2 : 1).join(path.sep)
}

function text(folder) {
  const files = readdirSync(folder)
    .filter(name => /^(licen[cs]e|notice|copying)/i.test(name) && existsSync(path.join(folder, name)))
    .sort()
  if (files.length === 0) return 'The package holds no licence text; its package.json names the licence.\n'
  return files.map(name => `${readFileSync(path.join(folder, name), 'utf8').trim()}\n`).join('\n')
}
