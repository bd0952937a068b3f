import {flags} from '@heroku-cli/command'

import {UPGRADE_METHODS, WAYS_BACK} from '../../catalog.js'
import {databaseArg} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {MOMENTS} from '../../moment.js'
import {planning, planningFlags} from '../../planning.js'

/** `heroku connect:upgrade-db`. */
export default class UpgradeDb extends MaintenanceCommand {
  static override args = {database: databaseArg}

  static override description = `upgrade the Postgres version of a database that Heroku Connect uses

Shows what would be done, asks, and prepares a new database while the app goes on. Then it asks again, stops the app,
switches over and brings the app back. A run that was interrupted can be resumed, or rolled back.

With --method direct the database is upgraded where it is. Preparing that takes up to a day, and from then on Heroku starts
it by itself in the next maintenance window: it is cancelled in time, or gone on with. No old database is kept.

Times are given as ${MOMENTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Show what would be done, and change nothing', '--app example-app --version 17 --plan-only'),
    example('Prepare now, and be asked before the app is stopped', '--app example-app --version 17'),
    example(
      'Prepare now, and stop the app at night without asking',
      "--app example-app --version 17 --confirm example-app --downtime-at '02:00 America/Los_Angeles'",
    ),
    example(
      'Upgrade in place, once the mail of a dry run was read',
      '--app example-app --version 17 --method direct --accept upgrade/dryrun-unread',
    ),
    example('Plan without a network, from what connect:snapshot has written', '--app example-app --version 17 --snapshot world.json'),
    example('Write the plan to a file, for connect:apply', '--app example-app --version 17 --plan-only --out plan.json'),
    example('Copy the data into a new database, as an Essential one is upgraded', '--app example-app --version 17 --method copy'),
    example('Roll back if the app would be stopped for more than 15 minutes', '--app example-app --version 17 --max-downtime 15m'),
  ]

  static override flags = {
    ...planningFlags,
    adopt: flags.boolean({description: 'with --method direct: use an upgrade that was prepared already'}),
    'carry-log': flags.boolean({description: 'copy without waiting until Connect has sent what it captured'}),
    dryrun: flags.boolean({description: 'with --method direct: wait until you have read the mail of a dry run'}),
    follower: flags.string({description: 'existing follower to upgrade', helpValue: 'NAME'}),
    'follower-plan': flags.string({
      description: 'plan of the follower that is made (default: plan of the database)',
      helpValue: 'PLAN',
    }),
    method: flags.string({description: 'how to upgrade', options: [...UPGRADE_METHODS]}),
    'no-trial-copy': flags.boolean({description: 'do not try the copy before the app is stopped'}),
    version: flags.string({char: 'v', description: 'Postgres version to upgrade to'}),
    'way-back': flags.string({
      description: 'with --method direct: what leads back (default: a backup where one can be had)',
      options: [...WAYS_BACK],
    }),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(UpgradeDb)
    await this.carryOut(
      {
        ...(await planning(given)),
        adopt: given.adopt === true,
        carryLog: given['carry-log'] === true,
        database: args.database ?? null,
        dryrun: given.dryrun === true,
        follower: given.follower ?? null,
        followerPlan: given['follower-plan'] ?? null,
        kind: 'upgradeDb',
        method: given.method ?? null,
        noTrialCopy: given['no-trial-copy'] === true,
        version: given.version ?? null,
        wayBack: given['way-back'] ?? null,
      },
      given,
    )
  }
}
