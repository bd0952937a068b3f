/** What the hooks load when something watched was typed. */
import fs from 'node:fs/promises'
import path from 'node:path'

import type {Config} from '@oclif/core/interfaces'

import {wallClock} from '../clock.js'
import type {Guard} from '../core.js'

import {bounded} from './bounded.js'
import {judge, judgeTopic, tooLate, type Verdict} from './judge.js'

/** Judges a watched command; never later than the guard's patience, and never in the command's way by accident. */
export async function ofCommand(texts: URL, {argv, config, id}: {argv: readonly string[]; config: Config; id: string}): Promise<Verdict> {
  const guard = await readGuard(texts)
  const work = async (): Promise<Verdict> => {
    // The core is loaded here and not before: nobody else pays for it.
    const [{loadCore}, {RunStore}, {localGit}, {lookThrough}, {knownRuns}] = await Promise.all([
      import('../core.js'),
      import('../journal/store.js'),
      import('./git.js'),
      import('./look.js'),
      import('./runs.js'),
    ])
    const core = await loadCore()
    const store = new RunStore(path.join(config.dataDir, 'connect-maintenance'))
    return judge(guard, id, argv, {
      env: process.env,
      git: localGit,
      look: lookThrough(core, config, guard.looks),
      printable: text => core.printable(text),
      runs: () => knownRuns(core, store, guard.openEndings, wallClock()),
    })
  }

  return bounded(guard.patienceMs, work, () => tooLate(guard, id, argv, process.env))
}

/** Judges what looks like a command and is none; asks nobody. */
export async function ofTopic(texts: URL, {argv, typed}: {argv: readonly string[]; typed: string}): Promise<Verdict> {
  return judgeTopic(await readGuard(texts), typed, argv, process.env)
}

async function readGuard(texts: URL): Promise<Guard> {
  return JSON.parse(await fs.readFile(texts, 'utf8')) as Guard
}
