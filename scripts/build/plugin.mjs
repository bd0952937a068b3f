/** The plugin: TypeScript to `plugin/lib/`, then oclif's manifest. */
import {existsSync, rmSync} from 'node:fs'
import path from 'node:path'
import {plugin, root} from '../lib/paths.mjs'
import {step} from '../lib/progress.mjs'
import {must} from '../lib/run.mjs'
import {hash, mark, matches} from '../lib/stamp.mjs'

const inputs = [
  'package-lock.json',
  'plugin/package.json',
  'plugin/tsconfig.json',
  'plugin/manifest.mjs',
  'plugin/src',
  'bindings/types.ts',
]

/** Builds it unless it was made from exactly these sources. */
export async function build() {
  const stamp = path.join(plugin, 'lib', '.built')
  const wanted = hash(inputs)
  if (existsSync(path.join(plugin, 'oclif.manifest.json')) && matches(stamp, wanted)) return
  // tsc believes its notes even when the output they speak of is gone.
  if (!existsSync(path.join(plugin, 'lib'))) rmSync(path.join(plugin, 'tsconfig.tsbuildinfo'), {force: true})
  await step('Plugin', 'tsc and oclif manifest', note =>
    must('npm', ['run', 'build', '--workspace', 'plugin', '--silent'], {cwd: root, onLine: note}),
  )
  mark(stamp, wanted)
}
