/** The sandbox as a child process that ends when we do. */
import {spawn} from 'node:child_process'
import {createWriteStream, existsSync, mkdirSync, readFileSync, symlinkSync} from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import {finished} from 'node:stream/promises'
import {bastion, postgres, programs, runs, scenarios, short} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'

const readyMs = 10 * 60_000
const endMs = 20_000

/** File of a scenario given by name or by path. */
export function scenarioFile(name) {
  const file = name.endsWith('.json') ? path.resolve(name) : path.join(scenarios, `${name}.json`)
  if (existsSync(file)) return file
  throw new Problem(`There is no scenario ${name}: no file ${short(file)}. "npm start -- --list" names them all.`)
}

/** Names of all apps of a scenario, as an upgrade of the database that they share is confirmed. */
export function appsOf(name) {
  const {apps} = JSON.parse(readFileSync(scenarioFile(name), 'utf8'))
  return apps.map(app => app.name).join(',')
}

/**
 * Starts a sandbox and waits until everything of its scenario runs.
 * @param {object} options
 * @param {string} options.folder its own folder: state and log go there
 * @param {string} options.scenario name or file of a scenario
 * @param {string[]} [options.faults] faults armed from the start
 * @param {number} [options.seed] seed of everything that looks random
 * @param {number} [options.port] 0 for any free port
 * @param {(line: string) => void} [options.onLine] told what it reports while it starts
 * @param {string} [options.postgresFolder] where PostgreSQL is; set-up's by default
 * @param {boolean} [options.paper] hardware on paper: only HTTP can be asked, neither a server nor a client runs
 */
export async function openSandbox({
  folder,
  scenario,
  faults = [],
  seed,
  port = 0,
  onLine = () => {},
  postgresFolder = postgres,
  paper = false,
}) {
  const state = path.join(folder, 'state')
  mkdirSync(state, {recursive: true})
  shareTemplates(state)
  const args = ['--scenario', scenarioFile(scenario), '--state', state, '--postgres', postgresFolder, '--client', programs.client]
  args.push('--bastion', bastion, '--port', String(port), '--exit-with-stdin')
  if (seed !== undefined) args.push('--seed', String(seed))
  if (paper) args.push('--paper')
  for (const fault of faults) args.push('--fault', fault)
  // A group of its own: Ctrl-C on the terminal reaches us, and we end it in order.
  const child = spawn(programs.sandbox, args, {detached: true, stdio: ['pipe', 'pipe', 'pipe']})
  const log = createWriteStream(path.join(folder, 'sandbox.log'))
  const written = finished(log)
  // Not before the log is closed: whoever waits for the end may remove the folder.
  const ended = new Promise((resolve, reject) => {
    child.on('close', (code, signal) => {
      log.end()
      written.then(() => resolve({code, signal}), reject)
    })
  })
  child.stdin.on('error', () => {})
  const last = []
  readline.createInterface({input: child.stderr}).on('line', text => {
    log.write(`${text}\n`)
    last.push(text)
    if (last.length > 30) last.shift()
    onLine(text)
  })
  const close = () => end(child, ended)
  const ready = await firstLine(child, ended, last).catch(async error => {
    await close()
    throw error
  })
  return {...ready, child, close, ended, folder, log: path.join(folder, 'sandbox.log'), pid: child.pid, scenario}
}

/** Initialised data folders are kept for all sandboxes of this work tree: they are copied, not made anew. */
function shareTemplates(state) {
  const shared = path.join(runs, 'templates')
  mkdirSync(shared, {recursive: true})
  const own = path.join(state, 'templates')
  if (!existsSync(own)) symlinkSync(shared, own)
}

function firstLine(child, ended, last) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Problem('The sandbox was not ready within ten minutes.', {detail: last.join('\n'), exitCode: 1})),
      readyMs,
    )
    readline.createInterface({input: child.stdout}).once('line', text => {
      clearTimeout(timer)
      try {
        resolve(JSON.parse(text))
      } catch (error) {
        reject(new Problem(`The sandbox said something else than that it is ready: ${text.slice(0, 200)}`, {cause: error, exitCode: 1}))
      }
    })
    child.once('error', error => {
      clearTimeout(timer)
      reject(new Problem(`The sandbox could not be started (${error.message}); "npm run build -- --all" makes it.`, {cause: error}))
    })
    void ended.then(({code, signal}) => {
      clearTimeout(timer)
      reject(
        new Problem(last.at(-1) ?? `The sandbox ended before it was ready (${signal ?? `exit code ${code}`}).`, {
          detail: last.slice(0, -1).join('\n'),
          exitCode: code || 1,
        }),
      )
    })
  })
}

async function end(child, ended) {
  if (child.pid === undefined) return {code: null, signal: null}
  child.stdin.end()
  const stages = [
    ['SIGTERM', endMs],
    ['SIGKILL', endMs * 2],
  ].map(([signal, ms]) => setTimeout(() => child.kill(signal), ms))
  try {
    return await ended
  } finally {
    for (const timer of stages) clearTimeout(timer)
  }
}

/**
 * One call of a control endpoint.
 * @param {{url: string}} sandbox
 * @param {string} name for example `world`
 * @param {{method?: string, body?: unknown}} [options]
 */
export async function control(sandbox, name, {method = 'GET', body} = {}) {
  const answer = await fetch(`${sandbox.url}/_sandbox/${name}`, {
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: body === undefined ? {} : {'content-type': 'application/json'},
    method,
    signal: AbortSignal.timeout(10 * 60_000),
  })
  const text = await answer.text()
  if (!answer.ok) {
    throw new Problem(`The sandbox answered ${answer.status} to ${method} /_sandbox/${name}: ${text.slice(0, 300)}`, {exitCode: 1})
  }

  return text ? JSON.parse(text) : null
}
