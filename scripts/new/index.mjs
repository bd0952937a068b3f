/** Makes a new file of a kind from its template and names it in its registries. */
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
  const {files, next, registries} = kinds[kind]
  const names = namesOf(typed)
  const made = files(names)
  const there = Object.values(made).find(file => existsSync(path.join(root, file)))
  if (there) throw new Problem(`There is a ${kind} ${names.kebab} already: ${there}.`)
  // First what may fail: nothing is written beside a registry that does not name it.
  const registered = Object.entries(registries).map(([file, adds]) => [
    file,
    adds.reduce((text, add) => add(text, names), readFileSync(path.join(root, file), 'utf8')),
  ])
  for (const [template, file] of Object.entries(made)) {
    mkdirSync(path.join(root, path.dirname(file)), {recursive: true})
    writeFileSync(path.join(root, file), fill(readFileSync(path.join(templates, kind, template), 'utf8'), names))
  }

  for (const [file, text] of registered) writeFileSync(path.join(root, file), text)
  return {next: next(names), touched: [...Object.values(made), ...Object.keys(registries)]}
}
