/** Flags that several commands share, and the syntax of their values. */
import {flags} from '@heroku-cli/command'
import {Errors} from '@oclif/core'

import {SHELL_EXIT_CODES} from './catalog.js'

/** A date and time of ISO 8601; without a zone it is the operator's own. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/

/** Milliseconds since 1970-01-01 UTC of a time as typed. */
export async function parseTime(input: string): Promise<number> {
  const time = ISO_TIME.test(input) ? Date.parse(input) : Number.NaN
  if (Number.isNaN(time)) {
    throw new Errors.CLIError(`expected a time such as 2026-11-22T23:00:00Z, not ${JSON.stringify(input)}`, {exit: SHELL_EXIT_CODES.usage})
  }

  return time
}

/** A flag that takes a time. */
export const timeFlag = flags.custom<number>({helpValue: 'TIME', parse: parseTime})

/** `--json`. Not oclif's own, which would print whole error objects. */
export const jsonFlag = flags.boolean({description: 'print JSON on stdout and nothing else'})

/** Seconds as typed to milliseconds, absent to `null`. */
export function milliseconds(seconds: number | undefined): number | null {
  return seconds === undefined ? null : seconds * 1000
}
