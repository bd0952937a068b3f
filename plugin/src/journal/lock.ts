/**
 * The lock of a run: one file that says which process drives it and how far its journal reached. It stays when the
 * process ends, without an owner, because the head in it shows whether the journal's tail was removed.
 */
import fs from 'node:fs/promises'
import path from 'node:path'

import {createFile, makePrivateFolder, replaceFile} from './durable.js'
import {isAlive, isSelf, type Owner, thisOwner} from './owner.js'

/** What a lock file holds. */
export type LockState = {owner: Owner | null; head: string | null}

/** Another living process drives the run. */
export class LockHeldError extends Error {
  override name = 'LockHeldError'

  constructor(
    readonly runId: string,
    readonly owner: Owner,
  ) {
    super(`run ${runId} is being driven by process ${owner.pid} on ${owner.host} since ${owner.startedAt}`)
  }
}

/** Reads a lock file; a missing one or one that makes no sense has neither owner nor head. */
export async function readLock(file: string): Promise<LockState> {
  let text: string
  try {
    text = await fs.readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {head: null, owner: null}
    throw error
  }

  return parse(text)
}

/** True if a living process holds the lock. */
export function isHeld(state: LockState): boolean {
  return state.owner !== null && isAlive(state.owner)
}

/** A lock that this process holds. */
export class Lock {
  private constructor(
    private readonly file: string,
    private readonly owner: Owner,
    private head: string | null,
  ) {}

  /**
   * Takes the lock of the run in this folder, also from a process that is dead.
   *
   * @throws LockHeldError if a living process holds it.
   */
  static async take(folder: string, runId: string, now: number): Promise<Lock> {
    await makePrivateFolder(folder)
    const file = path.join(folder, 'lock')
    const owner = thisOwner(now)
    if (await createFile(file, text({head: null, owner}))) return new Lock(file, owner, null)
    return guarded(file, runId, owner, async () => {
      const state = await readLock(file)
      // Our own: letting go failed, on a full disk for example.
      if (state.owner !== null && !isSelf(state.owner) && isAlive(state.owner)) {
        throw new LockHeldError(runId, state.owner)
      }

      await replaceFile(file, text({head: state.head, owner}))
      return new Lock(file, owner, state.head)
    })
  }

  /** Notes how far the journal reached. */
  async advance(head: string): Promise<void> {
    await replaceFile(this.file, text({head, owner: this.owner}))
    this.head = head
  }

  /** Lets go; the head stays. */
  async release(): Promise<void> {
    await replaceFile(this.file, text({head: this.head, owner: null}))
  }
}

/** Keeps two processes from taking over the same abandoned lock at once. */
async function guarded<T>(file: string, runId: string, owner: Owner, take: () => Promise<T>): Promise<T> {
  const guard = `${file}.taking`
  while (!(await createFile(guard, text({head: null, owner})))) {
    const other = (await readLock(guard)).owner
    if (other !== null && isAlive(other)) throw new LockHeldError(runId, other)
    // Its process died between two lines; nothing else removes it.
    await fs.rm(guard, {force: true})
  }

  try {
    return await take()
  } finally {
    await fs.rm(guard, {force: true})
  }
}

function text(state: LockState): string {
  const {head, owner} = state
  const held = owner ?? {birth: null, host: null, pid: null, startedAt: null}
  return `${JSON.stringify({...held, head})}\n`
}

function parse(content: string): LockState {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch {
    return {head: null, owner: null}
  }

  if (typeof value !== 'object' || value === null) return {head: null, owner: null}
  const {birth, head, host, pid, startedAt} = value as Record<string, unknown>
  const owned = Number.isSafeInteger(pid) && (pid as number) > 0 && typeof host === 'string'
  return {
    head: typeof head === 'string' ? head : null,
    owner: owned
      ? {
          birth: typeof birth === 'string' ? birth : null,
          host,
          pid: pid as number,
          startedAt: typeof startedAt === 'string' ? startedAt : 'an unknown time',
        }
      : null,
  }
}
