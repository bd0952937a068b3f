/** The kinds of test program: how each is run and counted. All pass their output on and never stop early. */
import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {postgres, root} from '../lib/paths.mjs'
import {capture} from '../lib/run.mjs'
import {environment} from '../setup/programs.mjs'
import {none, settle} from './count.mjs'
import {counts, ReportError} from './junit.mjs'

/** Where nextest leaves the report of its profile `ci`: in the work tree, whatever folder cargo builds in. */
const nextestReport = path.join(root, 'target', 'nextest', 'ci', 'junit.xml')

/** Environment of every test: tests find PostgreSQL, and nothing colours what they compare. */
function surroundings() {
  const env = {...environment(), CARGO_TERM_COLOR: 'never', CONNECT_POSTGRES: postgres, NO_COLOR: '1'}
  delete env.FORCE_COLOR
  return env
}

/** Runs a program on our terminal. */
function show(command, args) {
  return capture(command, args, {cwd: root, env: surroundings(), show: true})
}

/**
 * All packages with all features: what one part compiles serves the others, where a build of one package would resolve
 * features anew. The core's tests also look whether the types generated for TypeScript are fresh.
 */
const built = ['--workspace', '--features', 'connect-core/types,connect-rehearsal/types']

/** Tests of Rust packages. */
export async function cargo(...packages) {
  rmSync(nextestReport, {force: true})
  const {code} = await show('cargo', [
    'nextest',
    'run',
    '--profile',
    'ci',
    '--no-tests=pass',
    '--hide-progress-bar',
    ...built,
    '-E',
    packages.map(name => `package(=${name})`).join(' + '),
  ])
  return settle(await believed(nextestReport), code)
}

/** Compiles the tests of all Rust packages. */
export async function compile() {
  const {code} = await show('cargo', ['nextest', 'run', '--no-run', ...built])
  return {...none, failed: code === 0 ? 0 : 1}
}

/** A program whose success is one passed test. */
export async function check(command, args) {
  const {code} = await show(command, args)
  return {...none, failed: code === 0 ? 0 : 1, passed: code === 0 ? 1 : 0}
}

/**
 * Files of a folder for `node --test`; ends with a table of the files.
 * @param {string} folder
 * @param {{atOnce?: number, first?: string[]}} [order] how many side by side, and which of them begin first: the longest, lest they be
 *   left alone at the end
 */
export async function node(folder, {atOnce = 1, first = []} = {}) {
  const files = existsSync(path.join(root, folder)) ? readdirSync(path.join(root, folder)).filter(name => name.endsWith('.test.mjs')) : []
  // Without files node would look for some by itself.
  if (files.length === 0) return settle(null, 1)
  return withReport(report => {
    const reporters = [
      `--test-reporter=./${path.join('scripts', 'test', 'table.mjs')}`,
      '--test-reporter-destination=stdout',
      '--test-reporter=junit',
      `--test-reporter-destination=${report}`,
    ]
    return show(process.execPath, [
      '--test',
      `--test-concurrency=${atOnce}`,
      ...reporters,
      ...inOrder(files, first).map(name => path.join(folder, name)),
    ])
  })
}

/** The files by name, those of `first` before all others. */
function inOrder(files, first) {
  const rank = name => {
    const at = first.indexOf(path.basename(name, '.test.mjs'))
    return at === -1 ? first.length : at
  }

  return files.sort().sort((one, other) => rank(one) - rank(other))
}

/** The plugin's unit tests. */
export function vitest(folder) {
  return withReport(report =>
    show('npm', [
      'exec',
      '--workspace',
      folder,
      '--',
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=junit',
      `--outputFile.junit=${report}`,
    ]),
  )
}

/** Counts what `body`'s program writes into the report whose name it is given. */
async function withReport(body) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'connect-test-'))
  try {
    const report = path.join(folder, 'junit.xml')
    const {code} = await body(report)
    return settle(await believed(report), code)
  } finally {
    rmSync(folder, {force: true, recursive: true})
  }
}

/** Counts of a report, or `null` with a word about why it is not believed. */
async function believed(report) {
  try {
    return await counts(report)
  } catch (error) {
    if (!(error instanceof ReportError)) throw error
    process.stderr.write(`${error.message}\n`)
    return null
  }
}
