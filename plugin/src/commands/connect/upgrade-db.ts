import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {UPGRADE_METHODS} from '../../catalog.js'
import {jsonFlag, milliseconds, timeFlag} from '../../flags.js'
import {exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'

/** `heroku connect:upgrade-db`. */
export default class UpgradeDb extends MaintenanceCommand {
  static override args = {
    database: Args.string({
      description: 'attachment, config var or add-on of the database (default: DATABASE)',
      required: false,
    }),
  }

  static override description = `upgrade the Postgres version of a database that Heroku Connect uses

Shows what was found, the prechecks, the methods and the plan, asks, and then carries the plan out. An interrupted run
can be resumed or undone.

${exitCodeHelp()}`

  static override examples = [
    '<%= config.bin %> <%= command.id %> --app example-app --version 17',
    '<%= config.bin %> <%= command.id %> --app example-app --version 17 --plan-only --json',
    '<%= config.bin %> <%= command.id %> --app example-app --version 17 --confirm example-app --no-hold',
  ]

  static override flags = {
    accept: flags.string({description: 'go on in spite of this warning', helpValue: 'CODE', multiple: true}),
    app: flags.app({required: true}),
    confirm: flags.string({char: 'c', description: 'names of the apps that will be stopped, joined by commas'}),
    follower: flags.string({description: 'existing follower to use', helpValue: 'NAME'}),
    'follower-plan': flags.string({
      description: 'plan of the follower that is made (default: plan of the database)',
      helpValue: 'PLAN',
    }),
    hold: flags.boolean({
      allowNo: true,
      description: 'prepare, then ask before writers are stopped (default on a terminal)',
    }),
    json: jsonFlag,
    method: flags.string({description: 'how to upgrade', options: [...UPGRADE_METHODS]}),
    out: flags.string({description: 'write the plan to this file', helpValue: 'FILE'}),
    'plan-only': flags.boolean({description: 'show the plan and change nothing'}),
    remote: flags.remote(),
    version: flags.string({char: 'v', description: 'Postgres version to upgrade to'}),
    'wait-interval': flags.integer({description: 'seconds between reads while nothing is stopped', min: 1}),
    'downtime-at': timeFlag({description: 'begin the downtime at this time'}),
    'max-downtime': flags.integer({description: 'longest time in seconds for which writers may be stopped', min: 1}),
    'downtime-before': timeFlag({description: 'never begin the downtime after this time'}),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(UpgradeDb)
    await this.carryOut(
      {
        accept: given.accept ?? [],
        app: given.app,
        confirm: given.confirm ?? null,
        database: args.database ?? null,
        follower: given.follower ?? null,
        followerPlan: given['follower-plan'] ?? null,
        hold: given.hold ?? null,
        kind: 'upgradeDb',
        method: given.method ?? null,
        out: given.out ?? null,
        planOnly: given['plan-only'] === true,
        version: given.version ?? null,
        waitIntervalMs: milliseconds(given['wait-interval']),
        downtimeAt: given['downtime-at'] ?? null,
        maxDowntimeMs: milliseconds(given['max-downtime']),
        downtimeBefore: given['downtime-before'] ?? null,
      },
      given.json === true,
    )
  }
}
