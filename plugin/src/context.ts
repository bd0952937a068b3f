/** Tells the core where it is running, and for whom. */
import os from 'node:os'
import process from 'node:process'

import type {Context, StoredRun} from './core.js'
import {localTime} from './moment.js'
import {newRunId} from './run-id.js'

/** For terminals that claim to have no columns. */
const DEFAULT_COLUMNS = 80

/** How a command is to speak. */
export type Manner = {
  json: boolean
  /** True if what happens is told line by line, as JSON; `json` is then true too. */
  stream: boolean
  verbose: boolean
}

/** The context of one command. */
export function makeContext(
  {json, page, verbose}: Pick<Manner, 'json' | 'verbose'> & {page?: string | undefined},
  runs: StoredRun[],
  now: number,
): Context {
  return {
    face: {columns: columns(), local: localTime(now), verbose},
    holder: `${userName()}@${os.hostname()}`,
    interactive: isInteractive(),
    json,
    now,
    runId: newRunId(),
    runs,
    ...(page !== undefined && {page}),
  }
}

/** True if a person sits at both ends. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true
}

/** Width of the terminal; `null` where nobody looks at lines. */
function columns(): number | null {
  const terminal = [process.stdout, process.stderr].find(stream => stream.isTTY)
  return terminal === undefined ? null : terminal.columns || DEFAULT_COLUMNS
}

/** Name of the account; containers run under ids that have none. */
function userName(): string {
  try {
    return os.userInfo().username
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
