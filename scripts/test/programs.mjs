/** The kinds of test program: how each is run and counted. All pass their output on and never stop early. */
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {postgres, root} from '../lib/paths.mjs'
import {ask, capture} from '../lib/run.mjs'
import * as count from './count.mjs'

/** Environment of every test: tests find PostgreSQL, and nothing colours what is counted. */
const env = {...process.env, CARGO_TERM_COLOR: 'never', CONNECT_POSTGRES: postgres, NO_COLOR: '1'}
delete env.FORCE_COLOR

let hasNextest

/** Tests of Rust packages. */
export async function cargo(packages, extra = []) {
  hasNextest ??= (await ask('cargo', ['nextest', '--version'])) !== null
  const named = packages.flatMap(name => ['-p', name])
  const args = hasNextest ? ['nextest', 'run', '--no-fail-fast', '--no-tests=pass', '--hide-progress-bar', '--status-level=fail', ...named, ...extra] : ['test', '--no-fail-fast', ...named, ...extra]
  const result = await capture('cargo', args, {cwd: root, env, show: true})
  const text = result.stdout + result.stderr
  return count.settle(hasNextest ? count.nextest(text) : count.cargoTest(text), result.code)
}

/** Compiles the tests of all Rust packages at once, which is quicker than one by one. */
export async function compile() {
  hasNextest ??= (await ask('cargo', ['nextest', '--version'])) !== null
  const args = hasNextest ? ['nextest', 'run', '--no-run', '--workspace'] : ['test', '--no-run', '--workspace']
  const result = await capture('cargo', args, {cwd: root, env, show: true})
  return result.code === 0 ? {failed: 0, passed: 0, skipped: 0} : {failed: 1, passed: 0, skipped: 0}
}

/** A program whose success is one passed test. */
export async function check(command, args) {
  const result = await capture(command, args, {cwd: root, env, show: true})
  return {failed: result.code === 0 ? 0 : 1, passed: result.code === 0 ? 1 : 0, skipped: 0}
}

/** Files of a folder for `node --test`, `atOnce` of them side by side; ends with a table of the files. */
export async function node(folder, {only, atOnce = 1} = {}) {
  const files = existsSync(path.join(root, folder)) ? readdirSync(path.join(root, folder)).filter(name => name.endsWith('.test.mjs') && (!only || name.includes(only))) : []
  return withReport(async report => {
    const to = {[`./${path.join('scripts', 'test', 'table.mjs')}`]: 'stdout', tap: report}
    const reporters = Object.entries(to).flatMap(([name, where]) => [`--test-reporter=${name}`, `--test-reporter-destination=${where}`])
    const result = await capture(process.execPath, ['--test', `--test-concurrency=${atOnce}`, ...reporters, ...files.sort().map(name => path.join(folder, name))], {cwd: root, env, show: true})
    return count.settle(existsSync(report) ? count.tap(readFileSync(report, 'utf8')) : null, files.length === 0 ? 1 : result.code)
  })
}

/** The plugin's unit tests. */
export async function vitest(folder) {
  return withReport(async report => {
    const args = ['exec', '--workspace', folder, '--', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const result = await capture('npm', args, {cwd: root, env, show: true})
    return count.settle(existsSync(report) ? count.vitest(readFileSync(report, 'utf8')) : null, result.code)
  })
}

async function withReport(body) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'connect-test-'))
  try {
    return await body(path.join(folder, 'report'))
  } finally {
    rmSync(folder, {force: true, recursive: true})
  }
}
