import {Args} from '@oclif/core'

import {jsonFlag, verboseFlag} from '../../../flags.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'

/** `heroku connect:runs:info`. */
export default class RunsInfo extends MaintenanceCommand {
  static override args = {run: Args.string({description: 'id of the run', required: true})}

  static override description = `show a maintenance run

${exitCodeHelp()}`

  static override examples = [
    example('Show how a run stands and what is left to do', 'rabc2345'),
    example('Show its proofs and its journal too', 'rabc2345 --verbose'),
  ]

  static override flags = {json: jsonFlag, verbose: verboseFlag}

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsInfo)
    await this.carryOut({kind: 'info', run: args.run}, given)
  }
}
