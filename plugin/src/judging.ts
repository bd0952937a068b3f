/** What `connect:check` and `connect:wait` share: the names of conditions, their flags, and what the core is told. */
import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {CONDITIONS} from './catalog.js'
import type {Judge} from './core.js'
import {databaseArg, jsonFlag} from './flags.js'
import {givenFile} from './given-file.js'

/** Arguments: a condition, and seldom another database than the app's own. */
export const judgingArgs = {
  condition: Args.string({description: 'condition, see --list', required: false}),
  // Second when typed: it is seldom needed.
  database: databaseArg,
}

/** Flags that a condition can be told by; which of them means something to which condition is the core's to say. */
export const judgingFlags = {
  app: flags.app(),
  as: flags.string({description: 'name under which the app uses the database (default: DATABASE)', helpValue: 'NAME'}),
  follower: flags.string({description: 'follower that is meant, if there are several', helpValue: 'NAME'}),
  json: jsonFlag,
  list: flags.boolean({description: 'print every condition with a sentence, and look at nothing'}),
  'own-changes': flags.integer({description: 'transactions of your own since --since', helpValue: 'N', min: 0}),
  plan: flags.string({description: 'plan that is meant', helpValue: 'PLAN'}),
  remote: flags.remote(),
  since: flags.string({description: 'file to which an earlier connect:check --json was written', helpValue: 'FILE'}),
  version: flags.string({description: 'Postgres version that is meant', helpValue: 'N'}),
}

/** What was typed, as the core takes it. */
export async function judgement(
  args: {condition?: string; database?: string},
  given: {
    app?: string
    as?: string
    follower?: string
    list?: boolean
    'own-changes'?: number
    plan?: string
    since?: string
    version?: string
  },
  patience: Judge['patience'],
): Promise<Judge & {kind: 'judge'}> {
  return {
    alias: given.as ?? null,
    app: given.app ?? null,
    condition: args.condition ?? null,
    database: args.database ?? null,
    follower: given.follower ?? null,
    kind: 'judge',
    list: given.list ?? false,
    ownChanges: given['own-changes'] ?? null,
    patience,
    plan: given.plan ?? null,
    since: given.since === undefined ? null : await givenFile(given.since),
    version: given.version ?? null,
  }
}

/** The conditions as a paragraph of a command's description. */
export function conditionHelp(): string {
  return ['Conditions:', ...CONDITIONS.map(({name, sentence}) => `  ${name}: ${sentence}`)].join('\n')
}
