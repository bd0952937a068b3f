import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag} from '../../../flags.js'
import {exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'

/** `heroku connect:runs:abort`. */
export default class RunsAbort extends MaintenanceCommand {
  static override args = {run: Args.string({description: 'id of the run', required: true})}

  static override description = `undo a maintenance run and return everything to what it was

${exitCodeHelp()}`

  static override examples = [
    '<%= config.bin %> <%= command.id %> rabc2345',
    '<%= config.bin %> <%= command.id %> rabc2345 --confirm example-app',
  ]

  static override flags = {
    confirm: flags.string({char: 'c', description: 'name of the app that is returned to what it was'}),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsAbort)
    await this.carryOut({confirm: given.confirm ?? null, kind: 'abort', run: args.run}, given.json === true)
  }
}
