/** Child processes: run, capture, and a sentence when it cannot be done. */
import {spawn} from 'node:child_process'
import {short} from './paths.mjs'
import {diskFull, Problem} from './problem.mjs'

const tailLength = 8000

/** Programs of ours that must not outlive this process. */
const children = new Set()

/** A command line as a person would type it. */
export function line(command, args) {
  return [command, ...args].map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)).join(' ')
}

/**
 * Runs a program to its end.
 * @param {string} command program
 * @param {string[]} args arguments
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, onLine?: (text: string) => void}} [options]
 *   `show`: pass its output on to the terminal; `onLine`: told every line of either stream
 * @returns {Promise<{code: number | null, signal: string | null, stdout: string, stderr: string, tail: string}>}
 *   `stdout` and `stderr` whole, `tail` the end of both in order of arrival
 */
export function capture(command, args, {cwd, env = process.env, show = false, onLine} = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {cwd, env, stdio: ['ignore', 'pipe', 'pipe']})
    children.add(child)
    const output = {stderr: '', stdout: '', tail: ''}
    for (const stream of ['stdout', 'stderr']) {
      let rest = ''
      child[stream].setEncoding('utf8')
      child[stream].on('data', text => {
        output[stream] += text
        output.tail = (output.tail + text).slice(-tailLength)
        if (show) process[stream].write(text)
        if (!onLine) return
        const lines = (rest + text).split(/\r?\n|\r/)
        rest = lines.pop() ?? ''
        for (const one of lines) onLine(one)
      })
    }

    child.on('error', error => {
      children.delete(child)
      reject(error)
    })
    child.on('close', (code, signal) => {
      children.delete(child)
      resolve({code, signal, ...output})
    })
  })
}

/**
 * Runs a program that must succeed.
 * @param {string} command program
 * @param {string[]} args arguments
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, onLine?: (text: string) => void, sentence?: string}} [options]
 *   `sentence`: what to say when it fails
 */
export async function must(command, args, options = {}) {
  let result
  try {
    result = await capture(command, args, options)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    throw new Problem(options.sentence ?? `The program ${command} is missing.`, {cause: error})
  }

  if (result.code === 0) return result
  if (/no space left on device|ENOSPC/i.test(result.tail)) throw diskFull(short(options.cwd ?? process.cwd()))
  const end = result.signal ? `ended by ${result.signal}` : `exit code ${result.code}`
  throw new Problem(options.sentence ?? `This command failed (${end}): ${line(command, args)}`, {
    detail: options.show ? undefined : result.tail,
  })
}

/** Output of a program, or `null` if it is missing or fails. */
export async function ask(command, args, options = {}) {
  try {
    const result = await capture(command, args, options)
    return result.code === 0 ? result.stdout.trim() : null
  } catch {
    return null
  }
}

process.on('exit', () => {
  for (const child of children) child.kill('SIGTERM')
})
