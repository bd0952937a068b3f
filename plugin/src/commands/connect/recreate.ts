import {flags} from '@heroku-cli/command'

import {durationFlag, momentFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {MOMENTS} from '../../moment.js'
import {carryingOutFlags, shown, shownFlags} from '../../planning.js'

/** `heroku connect:recreate`. */
export default class Recreate extends MaintenanceCommand {
  static override description = `destroy a connection of Heroku Connect and make it anew from its own configuration

For another plan of Connect (--reason tier-change), or because a sandbox of Salesforce was refreshed (--reason sandbox-refresh): the
organization of before is gone then, and nothing can be sent any more.

With the app stopped, everything that was captured is sent; after a refresh, what cannot be is counted, and you accept the number. The schema
is renamed, its triggers are switched off and its tables closed: nothing in it is dropped. Then the connection is destroyed, and there is only
forward: another add-on is ordered, pointed at the same database and schema, and somebody logs into Salesforce at an address that is shown on
the terminal and kept nowhere. If that is the wrong organization, nothing is imported. Mappings are imported and loaded; views, triggers,
policies, grants, indexes and foreign keys are made again and compared, and rows of other tables point at the same records as before.

Should nobody log in in time, or this process end, heroku connect:runs:resume goes on and shows another address.

Times are given as ${MOMENTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Show what it takes, and change nothing', '--app example-app --reason tier-change --plan-only'),
    example(
      'Another plan of Connect',
      '--app example-app --reason tier-change --plan enterprise --accept recreate/manual-settings --accept app/readers-fail',
    ),
    example(
      'After a refresh of the sandbox, with 12 changes that were not sent',
      '--app example-app --reason sandbox-refresh --accept recreate/manual-settings --accept app/readers-fail --accept connect/undelivered=12',
    ),
  ]

  static override flags = {
    ...shownFlags,
    database: flags.string({description: 'attachment, config var or add-on of the database (default: DATABASE)', helpValue: 'NAME'}),
    'downtime-at': carryingOutFlags['downtime-at'],
    'downtime-before': momentFlag({description: 'never stop the app after this time (default: an hour after --downtime-at)'}),
    hold: carryingOutFlags.hold,
    'max-downtime': durationFlag({
      description: 'give up if the app is stopped for longer before the connection is destroyed (default: 30m)',
    }),
    plan: flags.string({description: 'plan of the new Connect add-on (default: that of the old one)', helpValue: 'PLAN'}),
    reason: flags.string({description: 'why: tier-change or sandbox-refresh', helpValue: 'WHY'}),
    resource: flags.string({description: 'the connection, by its add-on, where the database has several', helpValue: 'NAME'}),
  }

  static override usage = 'connect:recreate --reason WHY -a APP [FLAGS]'

  async run(): Promise<void> {
    const {flags: given} = await this.parse(Recreate)
    await this.carryOut(
      {
        app: given.app,
        database: given.database ?? null,
        downtimeAt: given['downtime-at'] ?? null,
        downtimeBefore: given['downtime-before'] ?? null,
        hold: given.hold ?? null,
        kind: 'recreate',
        maxDowntimeMs: given['max-downtime'] ?? null,
        plan: given.plan ?? null,
        reason: given.reason ?? null,
        resource: given.resource ?? null,
        shown: await shown(given),
      },
      given,
    )
  }
}
