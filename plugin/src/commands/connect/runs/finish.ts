import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag} from '../../../flags.js'
import {exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'

/** `heroku connect:runs:finish`. */
export default class RunsFinish extends MaintenanceCommand {
  static override args = {run: Args.string({description: 'id of the run', required: true})}

  static override description = `destroy the old database of a maintenance run that is done

${exitCodeHelp()}`

  static override examples = [
    '<%= config.bin %> <%= command.id %> rabc2345',
    '<%= config.bin %> <%= command.id %> rabc2345 --confirm postgresql-curved-12345',
  ]

  static override flags = {
    confirm: flags.string({char: 'c', description: 'name of the old database'}),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsFinish)
    await this.carryOut({confirm: given.confirm ?? null, kind: 'finish', run: args.run}, given.json === true)
  }
}
