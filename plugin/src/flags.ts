/** Flags and arguments that several commands share, and the syntax of their values. */
import {flags} from '@heroku-cli/command'
import {Args, Errors} from '@oclif/core'

import {SHELL_EXIT_CODES} from './catalog.js'
import {systemClock} from './clock.js'
import {durationOf, momentOf, MOMENTS, pastOf, PASTS} from './moment.js'

/** The database that is meant. */
export const databaseArg = Args.string({
  description: 'attachment, config var or add-on of the database (default: DATABASE)',
  required: false,
})

/** The app of a connection that is read. Never found out from a folder or the environment: without it nothing is asked of a service. */
export const liveAppFlag = flags.string({char: 'a', description: 'app whose connection is read', helpValue: 'APP'})

/** The connection that is meant. */
export const resourceFlag = flags.string({description: 'add-on of the connection, if the app has several', helpValue: 'NAME'})

/** A flag that takes a moment. */
export const momentFlag = flags.custom<number>({
  helpValue: 'TIME',
  parse: input => read(momentOf(input, systemClock()), `a moment such as ${MOMENTS}`, input),
})

/** A flag that takes a moment in the past. */
export const pastFlag = flags.custom<number>({
  helpValue: 'TIME',
  parse: input => read(pastOf(input), `a day and an hour with a zone: ${PASTS}`, input),
})

/** A flag that takes a duration. */
export const durationFlag = flags.custom<number>({
  helpValue: 'DURATION',
  parse: input => read(durationOf(input), 'a duration such as 30m, 90s or 1h30m', input),
})

/** `--json`. Not oclif's own, which would print whole error objects. */
export const jsonFlag = flags.boolean({description: 'print JSON on stdout and ask nothing'})

/** `--stream`. */
export const streamFlag = flags.boolean({
  description: 'print JSON on stdout line by line, as things happen, and ask nothing',
  exclusive: ['out'],
})

/** `--verbose`. */
export const verboseFlag = flags.boolean({description: 'show everything, not only the answer'})

async function read<T>(value: T | null, wanted: string, input: string): Promise<T> {
  if (value !== null) return value
  throw new Errors.CLIError(`expected ${wanted}, not ${JSON.stringify(input)}`, {exit: SHELL_EXIT_CODES.usage})
}
