import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {UPGRADE_METHODS} from '../../catalog.js'
import {durationFlag, jsonFlag, momentFlag, verboseFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {MOMENTS} from '../../moment.js'

/** `heroku connect:upgrade-db`. */
export default class UpgradeDb extends MaintenanceCommand {
  static override args = {
    database: Args.string({
      description: 'attachment, config var or add-on of the database (default: DATABASE)',
      required: false,
    }),
  }

  static override description = `upgrade the Postgres version of a database that Heroku Connect uses

Shows what would be done, asks, and prepares a new database while the app goes on. Then it asks again, stops the app,
switches over and brings the app back. A run that was interrupted can be resumed, or rolled back.

Times are given as ${MOMENTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Show what would be done, and change nothing', '--app example-app --version 17 --plan-only'),
    example('Prepare now, and be asked before the app is stopped', '--app example-app --version 17'),
    example(
      'Prepare now, and stop the app at night without asking',
      "--app example-app --version 17 --confirm example-app --downtime-at '02:00 America/Los_Angeles'",
    ),
    example('Roll back if the app would be stopped for more than 15 minutes', '--app example-app --version 17 --max-downtime 15m'),
  ]

  static override flags = {
    accept: flags.string({description: 'go on in spite of what this code names', helpValue: 'CODE', multiple: true}),
    app: flags.app({required: true}),
    confirm: flags.string({char: 'c', description: 'names of the apps that are stopped, joined by commas'}),
    'downtime-at': momentFlag({description: 'stop the app at this time, without asking again'}),
    'downtime-before': momentFlag({
      description: 'never stop the app after this time (default: an hour after --downtime-at)',
    }),
    follower: flags.string({description: 'existing follower to upgrade', helpValue: 'NAME'}),
    'follower-plan': flags.string({
      description: 'plan of the follower that is made (default: plan of the database)',
      helpValue: 'PLAN',
    }),
    hold: flags.boolean({
      allowNo: true,
      description: 'prepare, then ask before the app is stopped (default on a terminal)',
    }),
    json: jsonFlag,
    'max-downtime': durationFlag({description: 'roll back if the app is stopped for longer than this (default: 30m)'}),
    method: flags.string({description: 'how to upgrade', options: [...UPGRADE_METHODS]}),
    out: flags.string({description: 'write the plan to this file, - for stdout', helpValue: 'FILE'}),
    'plan-only': flags.boolean({description: 'show the plan and change nothing'}),
    remote: flags.remote(),
    verbose: verboseFlag,
    version: flags.string({char: 'v', description: 'Postgres version to upgrade to'}),
    'wait-interval': flags.integer({description: 'seconds between looks while the app goes on (default: 5)', min: 1}),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(UpgradeDb)
    this.mustHaveFolder(given.out)
    await this.carryOut(
      {
        accept: given.accept ?? [],
        app: given.app,
        confirm: given.confirm ?? null,
        database: args.database ?? null,
        downtimeAt: given['downtime-at'] ?? null,
        downtimeBefore: given['downtime-before'] ?? null,
        follower: given.follower ?? null,
        followerPlan: given['follower-plan'] ?? null,
        hold: given.hold ?? null,
        kind: 'upgradeDb',
        maxDowntimeMs: given['max-downtime'] ?? null,
        method: given.method ?? null,
        out: given.out ?? null,
        planOnly: given['plan-only'] === true,
        version: given.version ?? null,
        waitIntervalMs: given['wait-interval'] === undefined ? null : given['wait-interval'] * 1000,
      },
      given,
    )
  }
}
