/** What the contract tests share: the built WebAssembly, the fixtures, and what a value may be made of. */
import {readdirSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'
import {fileURLToPath} from 'node:url'

/** Root of the repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** Folder of the built package; `CONNECT_WASM` names another one. */
export const wasm = process.env.CONNECT_WASM ?? path.join(root, 'plugin/wasm')

/** The package, as the plugin loads it. */
export const core = createRequire(import.meta.url)(path.join(wasm, 'connect_bindings.js'))

/** Path of a fixture. */
export const fixture = name => path.join(root, 'tests/fixtures', name)

/** Text of a fixture. */
export const text = name => readFileSync(fixture(name), 'utf8')

/** Value of a fixture. */
export const json = name => JSON.parse(text(name))

/** Names of the golden plans. */
export const goldens = () => readdirSync(fixture('upgrade-db')).sort()

/** The recorded run: its command and context, and every exchange. */
export function transcript() {
  const [opening, ...exchanges] = text('transcripts/upgrade-follower.jsonl')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  return {exchanges, opening}
}

/** The journal of the recorded run: its lines, the whole text, and the head that the lock file would hold. */
export function recorded() {
  const appends = transcript()
    .exchanges.map(({directive}) => directive)
    .filter(one => one.kind === 'append')
  const lines = appends.map(one => one.line)
  return {head: appends.at(-1).head, journal: `${lines.join('\n')}\n`, lines}
}

/** A host that answers as the recorded run was answered, in its order and by its clock; `left()`: what was not asked for. */
export function recordedHost() {
  const {exchanges} = transcript()
  const clock = exchanges.flatMap(({answeredAt, askedAt}) => [askedAt, answeredAt])
  const answers = exchanges
    .filter(({directive}) => ['append', 'perform', 'together'].includes(directive.kind))
    .flatMap(({answer}) => (answer.kind === 'together' ? answer.answers : [answer]))
  const answered = async () => answers.shift()
  // The last directive is that it is done, which nobody answers.
  const left = () => ({answers: answers.length, moments: clock.length - 1})
  return {append: answered, left, now: () => clock.shift(), perform: answered, show() {}, async sleep() {}}
}

/** What a call throws. */
export function thrown(call) {
  try {
    call()
  } catch (error) {
    return error
  }

  throw new Error('expected an error')
}

/** Lines as text. */
export const plain = lines => lines.map(line => `${line.map(span => span.text).join('')}\n`).join('')

/**
 * Paths at which a live value is not plain JSON: a Map, a bigint, undefined, NaN, an object with a prototype of its own.
 * @returns {string[]}
 */
export function notPlain(value, at = '') {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return []
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${at}: ${value}`]
  if (Array.isArray(value)) {
    // Holes are undefined too, so no forEach.
    return Array.from(value, (item, index) => notPlain(item, `${at}/${index}`)).flat()
  }

  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.entries(value).flatMap(([key, item]) => notPlain(item, `${at}/${key}`))
  }

  return [`${at}: ${typeof value} ${Object.prototype.toString.call(value)}`]
}

/** The same text for the same value, whatever the order of its fields. */
const key = value =>
  JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort()) : part,
  )

/**
 * Drives a command with the recorded answers, each effect getting those that it got, in their order.
 * @returns {{directives: object[], done: object}}
 */
export function drive(command, context) {
  const {exchanges} = transcript()
  const answers = new Map()
  const keep = (effect, answer) => answers.set(key(effect), [...(answers.get(key(effect)) ?? []), answer])
  for (const {answer, directive} of exchanges) {
    if (directive.kind === 'perform') keep(directive.effect, answer)
    if (directive.kind === 'together') for (const [at, effect] of directive.effects.entries()) keep(effect, answer.answers[at])
  }

  const done = {kind: 'done'}
  const answered = effect => {
    if (effect.kind === 'file') return done
    const queue = answers.get(key(effect))
    if (!queue) throw new Error(`not recorded: ${JSON.stringify(effect).slice(0, 300)}`)
    return queue.length > 1 ? queue.shift() : queue[0]
  }

  const session = new core.Session(command, context)
  const directives = []
  let now = exchanges[0].askedAt
  for (;;) {
    const directive = session.next(now)
    directives.push(directive)
    if (directive.kind === 'done') {
      session.free()
      return {directives, done: directive}
    }

    if (directive.kind === 'wait') now = Math.max(now, directive.until)
    session.observe(directive.id, observation(directive, answered), now)
  }
}

function observation(directive, answered) {
  if (directive.kind === 'perform') return answered(directive.effect)
  if (directive.kind === 'together') return {answers: directive.effects.map(effect => answered(effect)), kind: 'together'}
  return {kind: 'done'}
}

/** Lines that were shown on one stream, as text. */
export function shown(directives, stream) {
  return plain(
    directives
      .filter(one => one.kind === 'show' && one.event.kind === 'lines' && one.event.stream === stream)
      .flatMap(one => one.event.lines),
  )
}
