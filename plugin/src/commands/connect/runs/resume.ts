import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag, timeFlag} from '../../../flags.js'
import {exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'

/** `heroku connect:runs:resume`. */
export default class RunsResume extends MaintenanceCommand {
  static override args = {run: Args.string({description: 'id of the run', required: true})}

  static override description = `go on with a maintenance run that was paused or interrupted

${exitCodeHelp()}`

  static override examples = ['<%= config.bin %> <%= command.id %> rabc2345', '<%= config.bin %> <%= command.id %> rabc2345 --no-hold']

  static override flags = {
    hold: flags.boolean({allowNo: true, description: 'ask before writers are stopped (default on a terminal)'}),
    json: jsonFlag,
    'downtime-at': timeFlag({description: 'begin the downtime at this time'}),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsResume)
    await this.carryOut(
      {hold: given.hold ?? null, kind: 'resume', run: args.run, downtimeAt: given['downtime-at'] ?? null},
      given.json === true,
    )
  }
}
