/** Fills the empty page by the core, as `connect:preview` does. */
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'
import {template} from '../build/page.mjs'
import {output} from '../build/wasm.mjs'
import {Problem} from '../lib/problem.mjs'

const core = createRequire(import.meta.url)(path.join(output, 'connect_bindings.js'))

/** The empty page. */
export const empty = readFileSync(template, 'utf8')

/** Where the core runs: nowhere in particular, a while after the fixtures were taken. */
const context = {
  face: {columns: null, local: {offsets: [], zone: ''}, verbose: false},
  holder: 'me@here',
  interactive: false,
  json: false,
  now: Date.UTC(2026, 10, 22, 19),
  page: empty,
  runId: 'rabc1234',
  runs: [],
}

/**
 * Carries out a command that asks no service.
 * @param {object} command as the core takes it
 * @param {object} [more] of the context
 * @returns {{code: number, data: string[], said: string}} `data`: what goes to standard output as it is
 */
export function carryOut(command, more = {}) {
  const session = new core.Session(command, {...context, ...more})
  const [data, said] = [[], []]
  for (;;) {
    const directive = session.next(context.now)
    if (directive.kind === 'done') return {code: directive.exitCode, data, said: said.join('\n')}
    if (directive.kind !== 'show') throw new Error(`a page asks for ${directive.kind}`)
    const {event} = directive
    if (event.kind === 'text') data.push(event.text)
    if (event.kind === 'lines') said.push(...event.lines.map(line => line.map(span => span.text).join('')))
    session.observe(directive.id, {kind: 'done'}, context.now)
  }
}

/** What `connect:preview` makes of the content of a file. */
export const preview = (content, version = null, more = {}) =>
  carryOut({file: {name: 'given.json', text: content}, kind: 'preview', out: '-', version}, more)

/** The page of a plan. */
export function pageOfPlan(plan) {
  return must(preview(JSON.stringify(plan)))
}

/** The page of the upgrade of what a snapshot shows. */
export function pageOf(snapshot, version = '17') {
  return must(preview(JSON.stringify(snapshot), version))
}

/** The plan of a request, made without a session. */
export const plan = (snapshot, request) => core.plan(snapshot, request)

function must({code, data, said}) {
  if (code !== 0) throw new Problem(`No page was made: ${said}`, {exitCode: 1})
  return data[0]
}
