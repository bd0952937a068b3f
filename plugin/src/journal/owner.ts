/** Who holds a lock, and whether that process still lives. */
import fs from 'node:fs'
import os from 'node:os'

/** A process on a machine. */
export type Owner = {
  /** Process id. */
  pid: number
  /** Name of the machine. */
  host: string
  /** ISO time at which the lock was taken. */
  startedAt: string
  /** Start time of the process as the kernel counts it, so that a reused pid is told apart; `null` where unknown. */
  birth: string | null
}

/** This process. */
export function thisOwner(now: number): Owner {
  return {birth: birthOf(process.pid), host: os.hostname(), pid: process.pid, startedAt: new Date(now).toISOString()}
}

/** True if the owner is this very process. */
export function isSelf(owner: Owner): boolean {
  return owner.pid === process.pid && owner.host === os.hostname() && isAlive(owner)
}

/**
 * True if the owner may still be at work: its process lives on this machine, or it belongs to another machine, of which
 * nothing can be known from here.
 */
export function isAlive(owner: Owner): boolean {
  if (owner.host !== os.hostname()) return true
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    // EPERM: there is such a process, of another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }

  return owner.birth === null || owner.birth === birthOf(owner.pid)
}

/** Boot id and start time from `/proc` on Linux, else `null`. */
function birthOf(pid: number): string | null {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Field 22, counted after the command name, which may itself hold spaces and parentheses.
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return start === undefined ? null : `${boot}/${start}`
  } catch {
    return null
  }
}
