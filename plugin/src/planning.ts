/** Flags that every command has that makes a plan, and what they are to the core. */
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'

import {flags} from '@heroku-cli/command'
import {Errors} from '@oclif/core'

import {PLAN_FORMATS, SHELL_EXIT_CODES, SHELL_NAMES} from './catalog.js'
import type {Command} from './core.js'
import {durationFlag, jsonFlag, momentFlag, streamFlag, verboseFlag} from './flags.js'
import {givenFile} from './given-file.js'
import {notifyFlags} from './notify/index.js'

/** By whose leave a plan is carried out. */
const leaveFlags = {
  confirm: flags.string({char: 'c', description: 'names of the apps that are stopped, joined by commas'}),
  hold: flags.boolean({
    allowNo: true,
    description: 'prepare, then ask before the app is stopped (default on a terminal)',
  }),
  json: jsonFlag,
  'plan-sha256': flags.string({description: 'refuse every plan but the one with this sum', helpValue: 'HEX'}),
  stream: streamFlag,
  verbose: verboseFlag,
  ...notifyFlags,
}

/** When the app is stopped, for commands that carry a plan out. */
export const carryingOutFlags = {
  ...leaveFlags,
  'downtime-at': momentFlag({description: 'stop the app at this time, without asking again'}),
}

/** The flags of every command that makes a plan, whether or not an app is stopped. */
export const planFlags = {
  ...leaveFlags,
  accept: flags.string({description: 'go on in spite of what this code names', helpValue: 'CODE', multiple: true}),
  'ack-notice': flags.string({
    description: 'keep in the plan that you have seen this announcement of connect:maintenances',
    helpValue: 'ID',
    multiple: true,
  }),
  app: flags.app({required: true}),
  format: flags.string({
    description: 'with --plan-only: print the plan in this form, or write it to --out (default: json, in a file only)',
    options: [...PLAN_FORMATS],
  }),
  'move-readers': flags.boolean({description: 'move what reads a follower of the old database to the new follower'}),
  'no-followers': flags.boolean({description: 'make no new followers for those of the old database'}),
  out: flags.string({description: 'write the plan to this file, - for stdout', helpValue: 'FILE'}),
  'plan-only': flags.boolean({description: 'show the plan and change nothing'}),
  remote: flags.remote(),
  snapshot: flags.string({description: 'plan from a file of connect:snapshot, without a network', helpValue: 'FILE'}),
  'wait-aftercare': flags.boolean({description: 'wait up to a day for what Heroku makes in its own time'}),
  'wait-interval': flags.integer({description: 'seconds between looks while the app goes on (default: 5)', min: 1}),
}

const {hold: _hold, 'move-readers': _moveReaders, 'no-followers': _noFollowers, 'wait-aftercare': _wait, ...withoutDowntime} = planFlags

/** The flags of a command that makes a plan in which nothing is stopped or moved. */
export const shownFlags = {
  ...withoutDowntime,
  confirm: flags.string({char: 'c', description: 'name of the app'}),
}

/** Whether an app in a space keeps its maintenance page. */
export const spaceWebZeroFlag = flags.boolean({
  description: 'stop web dynos of apps in a Private Space too; without it they stay, and serve the maintenance page',
})

/** The flags of a command that makes a plan and stops an app. */
export const planningFlags = {
  ...planFlags,
  ...carryingOutFlags,
  'downtime-before': momentFlag({
    description: 'never stop the app after this time (default: an hour after --downtime-at)',
  }),
  'max-downtime': durationFlag({description: 'roll back if the app is stopped for longer than this (default: 30m)'}),
  'space-web-zero': spaceWebZeroFlag,
}

/** What was typed for {@link leaveFlags}. */
type Leave = {confirm?: string; hold?: boolean; 'plan-sha256'?: string}

/** What was typed of the aftercare. */
type Aftercare = {'move-readers'?: boolean; 'no-followers'?: boolean; 'wait-aftercare'?: boolean}

/** What was typed for {@link planFlags}. */
type Planned = Aftercare &
  Leave & {
    accept?: string[]
    'ack-notice'?: string[]
    app: string
    format?: string
    out?: string
    'plan-only'?: boolean
    snapshot?: string
    'wait-interval'?: number
  }

/** What was typed for {@link planningFlags}. */
type Planning = Planned & {'downtime-at'?: number; 'downtime-before'?: number; 'max-downtime'?: number; 'space-web-zero'?: boolean}

type Words<K extends Command['kind'], F extends string> = Pick<Extract<Command, {kind: K}>, F & keyof Extract<Command, {kind: K}>>

function leave(given: Leave): Words<'apply', 'confirm' | 'hold' | 'planSha256'> {
  return {confirm: given.confirm ?? null, hold: given.hold ?? null, planSha256: given['plan-sha256'] ?? null}
}

/** The core's words for when and by whose leave a plan is carried out. */
export function carryingOut(given: Leave & {'downtime-at'?: number}): Words<'apply', 'confirm' | 'downtimeAt' | 'hold' | 'planSha256'> {
  return {...leave(given), downtimeAt: given['downtime-at'] ?? null}
}

/** The core's words for what every plan is asked for with. Files are read and folders looked for before anything is sent. */
export async function planned(
  given: Planned,
): Promise<
  Words<
    'changePlan',
    'accept' | 'aftercare' | 'app' | 'confirm' | 'format' | 'hold' | 'out' | 'planOnly' | 'planSha256' | 'snapshot' | 'waitIntervalMs'
  >
> {
  mustHaveFolder('--out', given.out)
  return {
    ...leave(given),
    accept: [...(given.accept ?? []), ...(given['ack-notice'] ?? []).map(id => `${SHELL_NAMES.notices}=${id}`)],
    aftercare: {
      moveReaders: given['move-readers'] === true,
      noFollowers: given['no-followers'] === true,
      wait: given['wait-aftercare'] === true,
    },
    app: given.app,
    format: given.format ?? null,
    out: given.out ?? null,
    planOnly: given['plan-only'] === true,
    snapshot: given.snapshot === undefined ? null : await givenFile(given.snapshot),
    waitIntervalMs: given['wait-interval'] === undefined ? null : given['wait-interval'] * 1000,
  }
}

/** The core's words for {@link shownFlags}. */
export async function shown(given: Planned): Promise<Extract<Command, {kind: 'quiesce'}>['shown']> {
  const {accept, confirm, format, out, planOnly, planSha256, snapshot, waitIntervalMs} = await planned(given)
  return {accept, confirm, format, out, planOnly, planSha256, snapshot, waitIntervalMs}
}

/** The same, and when the app is stopped. */
export async function planning(
  given: Planning,
): Promise<Awaited<ReturnType<typeof planned>> & Words<'upgradeDb', 'downtimeAt' | 'downtimeBefore' | 'maxDowntimeMs' | 'spaceWebZero'>> {
  return {
    ...(await planned(given)),
    downtimeAt: given['downtime-at'] ?? null,
    downtimeBefore: given['downtime-before'] ?? null,
    maxDowntimeMs: given['max-downtime'] ?? null,
    spaceWebZero: given['space-web-zero'] === true,
  }
}

/** A file that cannot be written is refused before anything is read; `what` names it in the command. */
export function mustHaveFolder(what: string, out: string | undefined): void {
  if (out === undefined || out === '-') return
  const folder = path.dirname(path.resolve(process.cwd(), out))
  if (fs.statSync(folder, {throwIfNoEntry: false})?.isDirectory()) return
  throw new Errors.CLIError(`${what} ${JSON.stringify(out)}: there is no folder ${folder}`, {exit: SHELL_EXIT_CODES.usage})
}
