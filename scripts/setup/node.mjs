/** Node packages, by the lock file. Set-up itself uses only what Node brings, so it runs before this step. */
import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {heroku, root} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'
import {step} from '../lib/progress.mjs'
import {must} from '../lib/run.mjs'
import {hash, mark, matches} from '../lib/stamp.mjs'

const oldest = 20

/** Installs the packages when the lock file changed since the last time. */
export async function ensure() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < oldest) throw new Problem(`Node ${oldest} or newer is needed; this is ${process.version}.`)
  const stamp = path.join(root, 'node_modules', '.installed')
  const wanted = `${hash(['package-lock.json'])} node-${major} ${process.platform}-${process.arch}`
  if (existsSync(heroku) && matches(stamp, wanted)) return
  await step('Node packages and the Heroku CLI', 'npm ci, about half a minute, once', note =>
    // No package here needs an install script, and none gets to run one.
    must('npm', ['ci', '--ignore-scripts', '--no-progress'], {
      cwd: root,
      onLine: note,
      sentence: 'npm could not install the packages of package-lock.json; what it said is above.',
    }),
  )
  const {version} = JSON.parse(readFileSync(path.join(path.dirname(heroku), '..', 'package.json'), 'utf8'))
  mark(stamp, wanted)
  return version
}
