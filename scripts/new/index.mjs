/** Makes a new file of a kind from its template and names it in its registry. */
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {root as repository} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'
import {kinds} from './kinds.mjs'
import {fill, namesOf} from './names.mjs'

const templates = path.join(repository, 'scripts', 'new', 'templates')

/**
 * @param {string} root of the tree to write to
 * @param {string} kind
 * @param {string} typed name
 * @returns {{touched: string[], next: string[]}}
 */
export function make(root, kind, typed) {
  if (!Object.hasOwn(kinds, kind)) throw new Problem(`npm run new -- KIND NAME, with one of ${Object.keys(kinds).join(', ')}.`)
  const {files, next, register, registry} = kinds[kind]
  const names = namesOf(typed)
  const made = files(names)
  const there = Object.values(made).find(file => existsSync(path.join(root, file)))
  if (there) throw new Problem(`There is a ${kind} ${names.kebab} already: ${there}.`)
  // First what may fail: nothing is written beside a registry that does not name it.
  const registered = register(readFileSync(path.join(root, registry), 'utf8'), names)
  for (const [template, file] of Object.entries(made)) {
    mkdirSync(path.join(root, path.dirname(file)), {recursive: true})
    writeFileSync(path.join(root, file), fill(readFileSync(path.join(templates, kind, template), 'utf8'), names))
  }

  writeFileSync(path.join(root, registry), registered)
  return {next: next(names), touched: [...Object.values(made), registry]}
}
