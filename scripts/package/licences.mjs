/** Licence texts of other people's code that ships. */
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {Problem} from '../lib/problem.mjs'

/** Licences, as packages write them, under which code may be passed on with a notice. */
const allowed = new Set([
  '(MIT OR Apache-2.0) AND Unicode-3.0',
  '0BSD',
  'Apache-2.0',
  'Apache-2.0 OR MIT',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT OR Apache-2.0',
  'MIT/Apache-2.0',
  'Unlicense',
  'Unlicense OR MIT',
  'Zlib',
])

/**
 * The notice of one package.
 * @param {{name: string, version: string, license?: string, folder: string}} from
 */
export function notice({folder, license, name, version}) {
  if (!allowed.has(license)) {
    throw new Problem(
      `${name} ${version} is under the licence ${JSON.stringify(license)}, which is not on the list of those that may be shipped.`,
      {exitCode: 1},
    )
  }

  return `${name} ${version} (${license})\n\n${text(folder)}`
}

function text(folder) {
  const files = readdirSync(folder, {withFileTypes: true}).filter(file => file.isFile() && /^(licen[cs]e|notice|copying)/i.test(file.name))
  if (files.length === 0) return 'The package holds no licence text; its description names the licence.\n'
  const names = files.map(file => file.name).sort()
  return names.map(name => `${readFileSync(path.join(folder, name), 'utf8').trim()}\n`).join('\n')
}
