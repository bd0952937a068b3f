/** Reads the journals of the plugin's runs, as files: what a person with an editor would see. */
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import path from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {runsFolder} from './environment.mjs'

const lookMs = 4

/** Zones as people write them, and as journals do. */
const spelling = {'cut-over': 'cutOver', downtime: 'downtime', prepare: 'prepare', settle: 'settle'}

/** Ids of all runs in a private home. */
export function runIds(home) {
  const folder = runsFolder(home)
  return existsSync(folder) ? readdirSync(folder).sort() : []
}

/** What the journal of a run says, record by record; a half last line is left out. */
export function entries(home, run) {
  return records(home, run).map(({entry}) => entry)
}

/** When a run entered a step for the first time, milliseconds since 1970; `undefined` if it did not. */
export function enteredAt(home, run, step) {
  return records(home, run).find(({entry}) => entry.kind === 'entered' && entry.step === step)?.at
}

function records(home, run) {
  const file = path.join(runsFolder(home), run, 'journal.jsonl')
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.slice(0, -1).map(line => JSON.parse(line).record)
}

/**
 * True once the run has sent something in this zone: its first change may be under way.
 * @param {object[]} list entries
 * @param {string} zone
 */
export function isChanging(list, zone) {
  const steps = new Set(list.filter(entry => entry.kind === 'entered' && entry.zone === (spelling[zone] ?? zone)).map(entry => entry.step))
  return list.some(entry => entry.kind === 'issued' && !entry.undo && steps.has(entry.step))
}

/**
 * True once the run is at work on this step: its first change may be under way, where it makes one.
 * @param {object[]} list entries
 * @param {string} id
 */
export function isWorking(list, id) {
  const step = planOf(list)?.steps.find(one => one.id === id)
  const last = list.findLastIndex(entry => entry.kind === 'entered')
  const entered = list.findIndex(entry => entry.kind === 'entered' && entry.step === id)
  if (!step || entered === -1) return false
  // One whose change was there already sends none.
  return step.calls.length === 0 || last > entered || list.some(entry => entry.kind === 'issued' && !entry.undo && entry.step === id)
}

/** The plan of a run. */
export function planOf(list) {
  return list.find(entry => entry.kind === 'begun')?.plan
}

/**
 * Waits until a run's journal passes a test, looking every few milliseconds.
 * @param {string} home private home
 * @param {(list: object[]) => boolean} test
 * @param {Promise<unknown>} ended settles when there will be no more records
 * @param {string[]} [others] runs that are not looked at
 * @returns {Promise<string | null>} id of the run, `null` if the end came first
 */
export async function waitForJournal(home, test, ended, others = []) {
  let over = false
  const stop = () => (over = true)
  ended.then(stop, stop)
  const sizes = new Map()
  for (;;) {
    const last = over
    for (const run of runIds(home).filter(id => !others.includes(id))) {
      const {size} = statSync(path.join(runsFolder(home), run, 'journal.jsonl'), {throwIfNoEntry: false}) ?? {size: 0}
      if (sizes.get(run) === size) continue
      sizes.set(run, size)
      if (test(entries(home, run))) return run
    }

    if (last) return null
    await pause(lookMs)
  }
}
