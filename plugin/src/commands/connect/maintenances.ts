import {flags} from '@heroku-cli/command'

import {databaseArg, jsonFlag, momentFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'

/** `heroku connect:maintenances`. */
export default class Maintenances extends MaintenanceCommand {
  static override args = {database: databaseArg}

  static override description = `show what Heroku announces for Heroku Connect, and prove that sync came back

Heroku maintains Connect for up to 45 minutes at a time that nobody chooses. Meanwhile nothing syncs and every command for Connect fails;
the database and the app go on, and what they write is captured. Shown are the incidents and announcements of the status site, due
maintenances of the app's databases, unacknowledged notifications of its connections (without their texts, which can name people), and
what 45 minutes mean here.

With --wait it is waited until Connect answers again, and proven that it runs on its database, that every mapping has polled Salesforce
since, and that everything captured until then has left the queue. Nothing is resumed, restarted or reloaded. Ends with 11 if it is not
so after an hour.

${exitCodeHelp()}`

  static override examples = [
    example('Show what is announced', '--app example-app'),
    example('Afterwards, or meanwhile: prove that sync came back', '--app example-app --wait'),
    example('Acknowledge the notifications that are shown, and no later ones', '--app example-app --acknowledge'),
  ]

  static override flags = {
    acknowledge: flags.boolean({description: 'acknowledge the notifications that are shown', exclusive: ['wait']}),
    app: flags.app({required: true}),
    json: jsonFlag,
    remote: flags.remote(),
    since: momentFlag({dependsOn: ['wait'], description: 'when Connect went away, if you know (2026-11-22T23:00:00Z)'}),
    wait: flags.boolean({description: 'wait until Connect answers, and prove that sync came back'}),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(Maintenances)
    await this.carryOut(
      {
        acknowledge: given.acknowledge === true,
        app: given.app,
        database: args.database ?? null,
        kind: 'maintenances',
        since: given.since ?? null,
        wait: given.wait === true,
      },
      given,
    )
  }
}
