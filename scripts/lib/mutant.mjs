/** Seeded bugs: patch files in tests/model/mutants, applied to a copy of the Rust sources. */
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'

import {root, tools} from './paths.mjs'
import {Problem} from './problem.mjs'
import {capture} from './run.mjs'

const folder = path.join(root, 'tests/model/mutants')

/** Names of all seeded bugs. */
export function mutants() {
  return readdirSync(folder)
    .filter(name => name.endsWith('.patch'))
    .map(name => name.slice(0, -'.patch'.length))
    .sort()
}

/** What a seeded bug does, in a sentence: the text before its first difference. */
export function sentence(name) {
  return readFileSync(path.join(folder, `${name}.patch`), 'utf8')
    .split('\ndiff --git')[0]
    .trim()
}

/** Cargo's target folder for the copy. */
export const mutantTarget = path.join(tools, 'mutants', 'target')

/**
 * A copy of the Rust workspace with the bug in it, always in the same folder so that what did not change is not built again.
 * @param {string} name name of a seeded bug
 * @returns {Promise<string>} the copy's folder
 */
export async function seeded(name) {
  const copy = path.join(tools, 'mutants', 'workspace')
  for (const part of ['Cargo.toml', 'Cargo.lock', 'wire', 'core', 'bindings', 'simulator', 'sandbox', 'tests']) {
    same(path.join(root, part), path.join(copy, part))
  }

  const {code, tail} = await capture('patch', ['-p1', '--no-backup-if-mismatch', '-i', path.join(folder, `${name}.patch`)], {cwd: copy})
  if (code !== 0) throw new Problem(`The seeded bug ${name} does not fit the sources any more: ${tail}`)
  return copy
}

/** Makes `to` the same as `from`, touching only what differs: cargo then builds only what changed. */
function same(from, to) {
  if (statSync(from).isFile()) {
    const text = readFileSync(from)
    if (!existsSync(to) || !readFileSync(to).equals(text)) {
      mkdirSync(path.dirname(to), {recursive: true})
      writeFileSync(to, text)
    }

    return
  }

  const names = readdirSync(from).filter(name => !['e2e', 'node_modules', 'target'].includes(name))
  mkdirSync(to, {recursive: true})
  for (const name of readdirSync(to)) {
    if (!names.includes(name)) rmSync(path.join(to, name), {force: true, recursive: true})
  }

  for (const name of names) same(path.join(from, name), path.join(to, name))
}
