/** Tells the core where it is running. */
import os from 'node:os'
import process from 'node:process'

import type {Context, StoredRun} from './core.js'
import {newRunId} from './run-id.js'

/** The context of one command. */
export function makeContext(json: boolean, runs: StoredRun[]): Context {
  return {
    holder: `${userName()}@${os.hostname()}`,
    interactive: isInteractive(),
    json,
    runId: newRunId(),
    runs,
  }
}

/** True if a person sits at both ends. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true
}

/** Name of the account; containers run under ids that have none. */
function userName(): string {
  try {
    return os.userInfo().username
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
