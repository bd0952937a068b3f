/**
 * The runs of this machine, one folder each:
 * `runs/<run id>/` with `journal.jsonl` (append-only), `lock` (owner and head), `salt` (keys the fingerprints).
 */
import fs from 'node:fs/promises'
import path from 'node:path'

import type {StoredRun} from '../core.js'
import {isSalt} from '../salt.js'

import {writeThrough} from './durable.js'
import {Journal} from './journal.js'
import {isHeld, Lock, type LockState, readLock} from './lock.js'

/** Names in a run's folder that no effect may write to. */
export const RESERVED_NAMES: readonly string[] = ['journal.jsonl', 'lock', 'salt']

/** Finds, reads and opens runs. */
export class RunStore {
  /** @param root the folder `connect-maintenance` in the CLI's data folder */
  constructor(private readonly root: string) {}

  /** Folder of a run; it may not exist. */
  folder(runId: string): string {
    return path.join(this.root, 'runs', runId)
  }

  /** Every run that has a journal, oldest name first. Journals are handed over as they are, torn lines included. */
  async list(): Promise<StoredRun[]> {
    let names: string[]
    try {
      names = await fs.readdir(path.join(this.root, 'runs'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }

    const runs: StoredRun[] = []
    for (const name of names.sort()) {
      const run = await this.read(name)
      if (run !== null) runs.push(run)
    }

    return runs
  }

  /** One run, or `null` if it has no journal. */
  async read(runId: string): Promise<StoredRun | null> {
    const folder = this.folder(runId)
    // The lock first: a record appended in between is then newer than the head, which is how a crash looks too.
    let lock: LockState
    let journal: string
    try {
      lock = await readLock(path.join(folder, 'lock'))
      journal = await fs.readFile(path.join(folder, 'journal.jsonl'), 'utf8')
    } catch (error) {
      if (['EISDIR', 'ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
      throw error
    }

    return {head: lock.head, journal, open: isHeld(lock), runId}
  }

  /** The salt of an existing run, or `null` if it is gone. */
  async readSalt(runId: string): Promise<string | null> {
    try {
      const salt = (await fs.readFile(path.join(this.folder(runId), 'salt'), 'utf8')).trim()
      return isSalt(salt) ? salt : null
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  /**
   * Takes the run's lock, keeps its salt, opens its journal for appending.
   *
   * @throws LockHeldError if another living process drives the run.
   */
  async open(runId: string, salt: string, now: number): Promise<Journal> {
    const folder = this.folder(runId)
    const lock = await Lock.take(folder, runId, now)
    try {
      // Before the journal: a run that has a record always has its salt.
      if ((await this.readSalt(runId)) === null) await writeThrough(path.join(folder, 'salt'), `${salt}\n`)
      return await Journal.open(folder, lock)
    } catch (error) {
      await lock.release().catch(() => {})
      throw error
    }
  }
}
