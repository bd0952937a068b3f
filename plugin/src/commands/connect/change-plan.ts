import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {CHANGE_METHODS} from '../../catalog.js'
import {durationFlag, momentFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {MOMENTS} from '../../moment.js'
import {planFlags, planned, spaceWebZeroFlag} from '../../planning.js'

/** `heroku connect:change-plan`. */
export default class ChangePlan extends MaintenanceCommand {
  static override args = {
    plan: Args.string({description: 'plan to change to, for example standard-2', required: true}),
    // eslint-disable-next-line perfectionist/sort-objects -- their order is that on the command line
    database: Args.string({
      description: 'attachment, config var or add-on of the database (default: DATABASE)',
      required: false,
    }),
  }

  static override description = `change the plan of a database that Heroku Connect uses

In place, shows what would be done, asks, and asks Heroku for the change. No app is stopped: Heroku replaces the server behind
the database, at a moment that it chooses, and every connection breaks once. Until it is done the database is watched by small
test writes; afterwards it is said what is proven and what is not.

With --method changeover a follower on the new plan takes over, at an hour that you choose: it is made while the app goes on,
then the app is stopped for minutes, and a run that fails is rolled back. The old database is kept until connect:runs:finish.

Between Essential plans and others the data is copied, which --method copy does elsewhere too: the copy is tried while the app goes
on, then the app is stopped, Connect sends what it has captured, and what was copied is compared before anything moves. With --method
recreate the connection is destroyed then and made anew on the copy, as heroku connect:recreate does it: somebody logs into Salesforce, and
every table is loaded while the app is stopped.

Times are given as ${MOMENTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Show what would be done, and change nothing', 'standard-2 --app example-app --plan-only'),
    example('Prepare, and be asked before Heroku is asked', 'standard-2 --app example-app'),
    example(
      'Let a follower on the new plan take over, and stop the app at night',
      "standard-2 --app example-app --method changeover --confirm example-app --at '02:00 America/Los_Angeles'",
    ),
    example('Say what the plan allows, where no service tells it', 'premium-0 --app example-app --plan-limits 64,120'),
  ]

  static override flags = {
    ...planFlags,
    at: momentFlag({
      aliases: ['downtime-at'],
      description: 'ask Heroku, or stop the app, at this time, without asking you again',
    }),
    'carry-log': flags.boolean({description: 'copy without waiting until Connect has sent what it captured'}),
    confirm: flags.string({char: 'c', description: 'names of the apps that are touched, joined by commas'}),
    'downtime-before': momentFlag({
      description: 'never stop the app after this time (default: an hour after --at)',
    }),
    follower: flags.string({description: 'existing follower on the new plan that takes over', helpValue: 'NAME'}),
    hold: flags.boolean({
      allowNo: true,
      description: 'prepare, then ask before Heroku is asked, or the app is stopped (default on a terminal)',
    }),
    'max-downtime': durationFlag({description: 'roll back if the app is stopped for longer than this (default: 30m)'}),
    method: flags.string({description: 'how to change the plan', options: [...CHANGE_METHODS]}),
    'no-trial-copy': flags.boolean({description: 'do not try a copy before the app is stopped'}),
    'plan-limits': flags.string({description: 'data and connections that the plan allows', helpValue: 'GB,CONNECTIONS'}),
    'restart-hung': flags.boolean({description: 'restart dynos if nobody connects again within 5 minutes'}),
    'space-web-zero': spaceWebZeroFlag,
    version: flags.string({description: 'Postgres version of a copy (default: that of the database)'}),
    'wait-interval': flags.integer({description: 'seconds between test writes (default: 5)', min: 1}),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(ChangePlan)
    await this.carryOut(
      {
        ...(await planned(given)),
        at: given.at ?? null,
        carryLog: given['carry-log'] === true,
        database: args.database ?? null,
        downtimeBefore: given['downtime-before'] ?? null,
        follower: given.follower ?? null,
        kind: 'changePlan',
        maxDowntimeMs: given['max-downtime'] ?? null,
        method: given.method ?? null,
        noTrialCopy: given['no-trial-copy'] === true,
        plan: args.plan,
        planLimits: given['plan-limits'] ?? null,
        restartHung: given['restart-hung'] === true,
        spaceWebZero: given['space-web-zero'] === true,
        version: given.version ?? null,
      },
      given,
    )
  }
}
