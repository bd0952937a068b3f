import {flags} from '@heroku-cli/command'

import {durationFlag, momentFlag, pastFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {PASTS} from '../../moment.js'
import {carryingOutFlags, shown, shownFlags} from '../../planning.js'

/** `heroku connect:resync`. */
export default class Resync extends MaintenanceCommand {
  static override description = `bring mapped tables and Salesforce together after a rollback of the database

With --rollback-to the rollback is made: a new database holds what the present one held at that moment, and the app moves to it. With
--already-rolled-back one is found that somebody made by hand, with Connect still paused or already running on it.

A database that goes back takes its trigger log along: what was sent to Salesforce since then waits in it again. So Connect is paused first,
and each change that came back is judged by the log of the database as it was (--old): what Salesforce has is not sent again, what was
never sent is, and what is not known is not. Then Connect is resumed, and every mapping is reloaded, one by one, parents first, with the app
stopped. Foreign keys of your own tables come off and are made again, and their rows point at the same records as before.

Mapped tables do not get the values of that moment: they get what Salesforce holds now. Only tables that are not mapped go back.

TIME is given as ${PASTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Show what a rollback takes, and change nothing', '--app example-app --rollback-to 2026-11-22T23:00:00Z --plan-only'),
    example('Roll back, and move the app', '--app example-app --rollback-to 2026-11-22T23:00:00Z --accept rollback/loses-writes'),
    example(
      'Go on after a rollback that was made by hand',
      '--app example-app --already-rolled-back --at 2026-11-22T23:00:00Z --old HEROKU_POSTGRESQL_ROSE',
    ),
  ]

  static override flags = {
    ...shownFlags,
    'already-rolled-back': flags.boolean({description: 'the rollback was made already, and the database that went back is in use'}),
    at: pastFlag({description: 'the moment to which it was rolled back'}),
    database: flags.string({description: 'attachment, config var or add-on of the database (default: DATABASE)', helpValue: 'NAME'}),
    'downtime-at': carryingOutFlags['downtime-at'],
    'downtime-before': momentFlag({description: 'never stop the app after this time (default: an hour after --downtime-at)'}),
    'export-rows': flags.boolean({
      description: 'write the changes that a person must look after into files of the run (CSV, with what they hold)',
    }),
    hold: carryingOutFlags.hold,
    mapping: flags.string({description: 'reload this mapping only, by its object; can be repeated', helpValue: 'OBJECT', multiple: true}),
    'max-downtime': durationFlag({description: 'give up if the app is stopped for longer before Connect is resumed (default: 30m)'}),
    old: flags.string({description: 'the database as it was before, attached to the app', helpValue: 'NAME'}),
    'pause-now': flags.boolean({
      description: 'pause Connect before the rollback is made, so that a mistake travels no further (with --rollback-to)',
    }),
    resource: flags.string({description: 'the connection, by its add-on, where the database has several', helpValue: 'NAME'}),
    'rollback-to': pastFlag({description: 'make the rollback, to this moment'}),
  }

  static override usage = 'connect:resync (--rollback-to TIME | --already-rolled-back --at TIME) -a APP [FLAGS]'

  async run(): Promise<void> {
    const {flags: given} = await this.parse(Resync)
    await this.carryOut(
      {
        alreadyRolledBack: given['already-rolled-back'] === true,
        app: given.app,
        at: given.at ?? null,
        database: given.database ?? null,
        downtimeAt: given['downtime-at'] ?? null,
        downtimeBefore: given['downtime-before'] ?? null,
        exportRows: given['export-rows'] === true,
        hold: given.hold ?? null,
        kind: 'resync',
        mappings: given.mapping ?? [],
        maxDowntimeMs: given['max-downtime'] ?? null,
        old: given.old ?? null,
        pauseNow: given['pause-now'] === true,
        resource: given.resource ?? null,
        rollbackTo: given['rollback-to'] ?? null,
        shown: await shown(given),
      },
      given,
    )
  }
}
