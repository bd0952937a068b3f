/** What is said of a command that was typed, and whether it is stopped. */
import type {Guard, Watched} from '../core.js'

import {appOf, type Git, isApp} from './app.js'
import {read, type Typed} from './argv.js'
import type {Look, Seen} from './look.js'
import type {Known} from './runs.js'

/** A verdict; the empty text says nothing. */
export type Verdict = {text: string; stops: boolean; exitCode: number}

/** What judging asks of its surroundings. */
export type Ports = {
  env: NodeJS.ProcessEnv
  git: Git
  look: Look
  /** Makes text from outside harmless on a terminal. */
  printable(text: string): string
  runs(): Promise<Known[]>
}

/** How the operator wants to be guarded; `plan`: the sum of the plan whose runbook this is, if one was given. */
export type Mode = {stops: boolean; silent: boolean; plan: string | null; remarks: string[]}

/** Nothing to say. */
export const NOTHING: Verdict = {exitCode: 0, stops: false, text: ''}

const MODES = ['block', 'warn', 'off']

/** Reads the mode; what makes no sense is said. */
export function modeOf(env: NodeJS.ProcessEnv, {words}: Guard): Mode {
  const {HEROKU_CONNECT_GUARD: mode = '', HEROKU_CONNECT_GUARD_PLAN: plan = ''} = env
  const remarks: string[] = []
  if (mode !== '' && !MODES.includes(mode)) remarks.push(words.noMode)
  const isSum = /^[0-9a-f]{64}$/.test(plan)
  if (plan !== '' && !isSum) remarks.push(words.noPlan)
  return {plan: isSum ? plan : null, remarks, silent: mode === 'off', stops: mode === 'block'}
}

/** Judges a watched command. */
export async function judge(guard: Guard, id: string, argv: readonly string[], ports: Ports): Promise<Verdict> {
  const mode = modeOf(ports.env, guard)
  const entry = guard.commands[id]
  const typed = read(argv)
  if (entry === undefined || mode.silent || !isMeant(entry, typed)) return NOTHING

  const runs = await ports.runs()
  if (mode.plan !== null) {
    if (runs.some(run => run.open && run.plan() === mode.plan)) return NOTHING
    mode.remarks.push(guard.words.noPlan)
  }

  const app = (await appOf(typed, ports.env, ports.git)) ?? appOfAddon(typed, runs)
  if (app === null) return NOTHING
  const mine = runs.filter(run => run.apps.includes(app))
  const open = mine.find(run => run.open)
  const values = {app, command: id, run: (open ?? mine[0])?.run ?? 'RUN'}
  const say = (...reasons: string[]): Verdict => spoken(guard, {entry, mode, ports, reasons, values})
  if (open !== undefined) return say(guard.words.open)
  if (entry.onlyOpen) return NOTHING

  const seen = await ports.look(app, entry.addons !== 'none')
  if (seen !== null) {
    if (seen.connections.length === 0 || isElsewhere(entry, typed, seen)) return NOTHING
    return say(guard.words.live.replace('{connections}', () => seen.connections.join(', ')))
  }

  if (mine.length > 0) return say(guard.words.remembered)
  return mode.stops ? unseen(guard, values, ports) : NOTHING
}

/** Judges what looks like a command and is none. */
export function judgeTopic(guard: Guard, typed: string, argv: readonly string[], env: NodeJS.ProcessEnv): Verdict {
  const mode = modeOf(env, guard)
  const entry = guard.topics[typed]
  const isHelp = argv.some(word => word === '--help' || word === '-h')
  if (entry === undefined || mode.silent || isHelp) return NOTHING
  const last = mode.stops ? guard.words.stopped : guard.words.goesOn
  const lines = [entry.what, guard.words.instead, ...indented(entry.instead), ...mode.remarks, last]
  const values = {app: appNamed(argv) ?? 'APP', command: typed, run: ''}
  return verdict(
    guard,
    lines.map(line => fill(line, values)),
    mode.stops,
  )
}

/** What could not be judged in time goes on; who wants to be stopped is told. */
export function tooLate(guard: Guard, id: string, argv: readonly string[], env: NodeJS.ProcessEnv): Verdict {
  const mode = modeOf(env, guard)
  if (mode.silent || !mode.stops) return NOTHING
  return verdict(guard, [fill(guard.words.unseen, {app: appNamed(argv) ?? 'the app', command: id, run: ''})], false)
}

/** The app that a flag names. */
function appNamed(argv: readonly string[]): string | null {
  const {app} = read(argv)
  return app !== null && isApp(app) ? app : null
}

/** True if the words are those of which something is to be said. */
function isMeant({flags, word}: Watched, typed: Typed): boolean {
  if (flags.length > 0 && !flags.some(flag => typed.flags.includes(flag))) return false
  return word === null || typed.words.some(one => new RegExp(word).test(one))
}

/** True if every add-on that was named is known to be of a service that the sync does not stand on. */
function isElsewhere({addons, services}: Watched, {words}: Typed, seen: Seen): boolean {
  if (addons === 'none') return false
  const named = addons === 'first' ? words.slice(0, 1) : words
  const others = named.map(word => seen.services.get(word) ?? seen.services.get(word.split(':')[0] ?? ''))
  return named.length > 0 && others.every(service => service !== undefined && !services.includes(service))
}

/** The app of a run whose database was named: some commands need no app for an add-on. */
function appOfAddon({words}: Typed, runs: Known[]): string | null {
  return runs.find(run => run.addons.some(addon => words.includes(addon)))?.apps[0] ?? null
}

type Spoken = {entry: Watched; mode: Mode; ports: Ports; reasons: string[]; values: Values}

type Values = {app: string; command: string; run: string}

function spoken(guard: Guard, {entry, mode, ports, reasons, values}: Spoken): Verdict {
  const {words} = guard
  const lines = [
    ...reasons,
    entry.what,
    words.instead,
    ...indented(entry.instead),
    ...mode.remarks,
    mode.stops ? words.stopped : words.goesOn,
  ]
  return verdict(
    guard,
    lines.map(line => ports.printable(fill(line, values))),
    mode.stops,
  )
}

function unseen(guard: Guard, values: Values, ports: Ports): Verdict {
  return verdict(guard, [ports.printable(fill(guard.words.unseen, values))], false)
}

function verdict({exitCode}: Guard, lines: string[], stops: boolean): Verdict {
  return {exitCode, stops, text: lines.join('\n')}
}

function fill(sentence: string, values: Values): string {
  return sentence.replaceAll(/\{(app|command|run)\}/g, (_, name: keyof Values) => values[name])
}

function indented(lines: readonly string[]): string[] {
  return lines.map(line => `  ${line}`)
}
