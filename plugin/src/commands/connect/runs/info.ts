import {Args} from '@oclif/core'

import {jsonFlag} from '../../../flags.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'

/** `heroku connect:runs:info`. */
export default class RunsInfo extends MaintenanceCommand {
  static override args = {run: Args.string({description: 'id of the run', required: true})}

  static override description = 'show a maintenance run'

  static override examples = ['<%= config.bin %> <%= command.id %> rabc2345']

  static override flags = {json: jsonFlag}

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsInfo)
    await this.carryOut({kind: 'info', run: args.run}, given.json === true)
  }
}
