import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {shown, shownFlags} from '../../planning.js'

/** `heroku connect:resume-sync`. */
export default class ResumeSync extends MaintenanceCommand {
  static override args = {
    run: Args.string({description: 'run of connect:quiesce that paused it (default: whichever did)', required: false}),
  }

  static override description = `resume Heroku Connect after a pause, on the database that was paused

Refused are a database that went back in time meanwhile, one that another run holds, one that refuses writes, and another add-on than
the one that was noted: there, what was sent would be sent to Salesforce again, or would come from the wrong side. Afterwards it is
waited for until every mapping has polled and everything captured during the pause has left the queue.

With --overdue only a pause of connect:quiesce that should have ended by now is resumed: for a scheduler.

${exitCodeHelp()}`

  static override examples = [
    example('Show what would be done, and change nothing', '--app example-app --plan-only'),
    example('Resume what a run of connect:quiesce paused', 'rabc1234 --app example-app'),
    example('Resume it if it should have ended by now', '--app example-app --overdue --confirm example-app'),
  ]

  static override flags = {
    ...shownFlags,
    database: flags.string({
      description: 'attachment, config var or add-on of the database (default: DATABASE)',
      helpValue: 'DATABASE',
    }),
    overdue: flags.boolean({description: 'only if a run paused it and it should have ended by now'}),
    resource: flags.string({description: 'resume this connection only, by its add-on', helpValue: 'NAME'}),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(ResumeSync)
    await this.carryOut(
      {
        app: given.app,
        database: given.database ?? null,
        kind: 'resumeSync',
        overdue: given.overdue === true,
        resource: given.resource ?? null,
        run: args.run ?? null,
        shown: await shown(given),
      },
      given,
    )
  }
}
