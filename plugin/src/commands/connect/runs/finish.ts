import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag, streamFlag, verboseFlag} from '../../../flags.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'
import {notifyFlags} from '../../../notify/index.js'

/** `heroku connect:runs:finish`. */
export default class RunsFinish extends MaintenanceCommand {
  static override args = {run: Args.string({description: 'id of the run', required: true})}

  static override description = `destroy the old database of a maintenance run that is done

Its data is gone for good. Do it once you are confident in the new database.

${exitCodeHelp()}`

  static override examples = [
    example('Be asked, and destroy it', 'rabc2345'),
    example('Destroy it without being asked', 'rabc2345 --confirm postgresql-curved-12345'),
  ]

  static override flags = {
    confirm: flags.string({char: 'c', description: 'name of the old database'}),
    json: jsonFlag,
    stream: streamFlag,
    verbose: verboseFlag,
    ...notifyFlags,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsFinish)
    await this.carryOut({confirm: given.confirm ?? null, kind: 'finish', run: args.run}, given)
  }
}
