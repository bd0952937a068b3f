import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {durationFlag, momentFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {MOMENTS} from '../../moment.js'
import {shown, shownFlags} from '../../planning.js'

/** `heroku connect:quiesce`. */
export default class Quiesce extends MaintenanceCommand {
  static override args = {
    database: Args.string({
      description: 'attachment, config var or add-on of the database (default: DATABASE)',
      required: false,
    }),
  }

  static override description = `pause Heroku Connect until it is really quiet, for a stated time

PAUSED alone proves nothing: a mapping that was loading goes on writing, and a change in flight still lands. So it is waited for until
none is left, where the trigger logs stand is noted, and the command ends with Connect paused. No app is stopped: what apps write is
captured, and sent to Salesforce once Connect runs again.

The pause stays noted in the database: connect:runs and every later command of this plugin say since when and until when it is meant to
last. Nobody resumes it by itself: connect:resume-sync does, on the database that was paused and on no other. With --wait this process stays
until then and does it. Ctrl-C asks whether to resume it now, to leave it paused, or to wait on; where nobody can be asked, it stays paused (11).
A pause that stood already is not waited for.

Times are given as ${MOMENTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Show what would be done, and change nothing', '--app example-app --plan-only'),
    example('Pause every connection of the database for two hours', '--app example-app --for 2h'),
    example('The same, and resume them then', '--app example-app --for 2h --wait'),
    example('Send first what was captured, and say what it is for', "--app example-app --drain --reason 'change of a field'"),
  ]

  static override flags = {
    ...shownFlags,
    deadline: durationFlag({description: 'how long --drain may take (default: 1h)'}),
    drain: flags.boolean({description: 'pause once Connect has sent everything that it captured'}),
    for: durationFlag({description: 'how long it is to stay paused (default: 4h)'}),
    reason: flags.string({description: 'what it is for, shown to whoever finds it paused', helpValue: 'TEXT'}),
    resource: flags.string({description: 'pause this connection only, by its add-on (default: all of the database)', helpValue: 'NAME'}),
    until: momentFlag({description: 'stay paused until this time'}),
    wait: flags.boolean({description: 'stay until the pause is due, and resume it; needs --for or --until', exclusive: ['json']}),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(Quiesce)
    await this.carryOut(
      {
        app: given.app,
        database: args.database ?? null,
        deadlineMs: given.deadline ?? null,
        drain: given.drain === true,
        forMs: given.for ?? null,
        kind: 'quiesce',
        reason: given.reason ?? null,
        resource: given.resource ?? null,
        shown: await shown(given),
        until: given.until ?? null,
        wait: given.wait === true,
      },
      given,
    )
  }
}
