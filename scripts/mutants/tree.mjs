/** A copy of the work tree that may be changed in place: nobody's sources are touched, and what was compiled stays warm. */
import {existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {root} from '../lib/paths.mjs'
import {must} from '../lib/run.mjs'

/** Makes `tree` the same as the work tree. A file that is the same already keeps its time, so cargo does not compile it again. */
export async function copyTo(tree) {
  const {stdout} = await must('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {cwd: root})
  const files = new Set(stdout.split('\0').filter(name => name !== '' && isFile(path.join(root, name))))
  for (const name of files) {
    const content = readFileSync(path.join(root, name))
    const copy = path.join(tree, name)
    if (existsSync(copy) && readFileSync(copy).equals(content)) continue
    mkdirSync(path.dirname(copy), {recursive: true})
    writeFileSync(copy, content)
  }

  for (const name of readdirSync(tree, {recursive: true})) {
    if (isFile(path.join(tree, name)) && !files.has(name.split(path.sep).join('/'))) rmSync(path.join(tree, name))
  }
}

function isFile(file) {
  return lstatSync(file, {throwIfNoEntry: false})?.isFile() ?? false
}
