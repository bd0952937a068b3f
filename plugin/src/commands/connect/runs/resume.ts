import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag, momentFlag} from '../../../flags.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'
import {MOMENTS} from '../../../moment.js'

/** `heroku connect:runs:resume`. */
export default class RunsResume extends MaintenanceCommand {
  static override args = {run: Args.string({description: 'id of the run', required: true})}

  static override description = `go on with a maintenance run that was paused or interrupted

Times are given as ${MOMENTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Go on', 'rabc2345'),
    example('Go on, and stop the app as soon as everything is prepared', 'rabc2345 --no-hold'),
    example('Go on, and stop the app at night', "rabc2345 --downtime-at '02:00 America/Los_Angeles'"),
  ]

  static override flags = {
    accept: flags.string({description: 'roll back in spite of what this code names', helpValue: 'CODE', multiple: true}),
    'downtime-at': momentFlag({description: 'stop the app at this time, without asking again'}),
    hold: flags.boolean({allowNo: true, description: 'ask before the app is stopped (default on a terminal)'}),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsResume)
    const resume = {accept: given.accept ?? [], downtimeAt: given['downtime-at'] ?? null, hold: given.hold ?? null, run: args.run}
    await this.carryOut({...resume, kind: 'resume'}, given)
  }
}
