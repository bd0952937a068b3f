/** The real Heroku CLI as a child process. */
import {spawn} from 'node:child_process'
import path from 'node:path'
import {heroku, plugin} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'

/**
 * Starts the CLI.
 * @param {string[]} args words after `heroku`
 * @param {{env: Record<string, string>, cwd?: string, show?: boolean, group?: boolean, input?: string, nodeArgs?: string[]}} options
 *   `show`: on our terminal; `group`: in a process group of its own, so that all of it can be killed at once;
 *   `input`: text for its standard input, which is closed after it
 * @returns {{child: import('node:child_process').ChildProcess, done: Promise<{code: number | null, signal: string | null, stdout: string, stderr: string, ms: number}>}}
 */
export function startCli(args, {nodeArgs = [], ...options}) {
  return startProgram(process.execPath, [...nodeArgs, heroku, ...args], options)
}

/**
 * Starts a program, as {@link startCli} starts the CLI.
 * @param {string} program
 * @param {string[]} args
 */
export function startProgram(program, args, {env, cwd, show = false, group = false, input}) {
  const since = performance.now()
  const stdio = show ? 'inherit' : [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe']
  const child = spawn(program, args, {cwd, detached: group, env, stdio})
  const output = {stderr: '', stdout: ''}
  for (const stream of ['stdout', 'stderr']) child[stream]?.setEncoding('utf8').on('data', text => (output[stream] += text))
  if (input !== undefined) child.stdin.end(input)
  const done = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({code, signal, ...output, ms: performance.now() - since}))
  })
  return {child, done}
}

/** Runs the CLI to its end. */
export function runCli(args, options) {
  return startCli(args, options).done
}

/**
 * Puts a plugin into the CLI of a private home, by the CLI's own command.
 * @param {Record<string, string>} env
 * @param {string} [from] a folder, which is linked, ours by default; or a tarball, which is installed
 */
export async function linkPlugin(env, from = plugin) {
  const packed = from.endsWith('.tgz')
  const words = packed ? ['plugins:install', `file:${from}`] : ['plugins:link', from, '--no-install']
  const result = await runCli(words, {cwd: packed ? path.dirname(from) : from, env})
  if (result.code === 0) return
  throw new Problem(`The Heroku CLI could not ${packed ? 'install' : 'link'} the plugin.`, {
    detail: result.stdout + result.stderr,
    exitCode: 1,
  })
}
