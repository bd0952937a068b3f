import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag, streamFlag, verboseFlag} from '../../../flags.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'
import {notifyFlags} from '../../../notify/index.js'

/** `heroku connect:runs:abort`. */
export default class RunsAbort extends MaintenanceCommand {
  static override args = {run: Args.string({description: 'id of the run', required: true})}

  static override description = `roll a maintenance run back: bring everything back to what it was

Possible until Connect was resumed on the new database.

${exitCodeHelp()}`

  static override examples = [
    example('Roll back', 'rabc2345'),
    example('Roll back only if the run is of this app', 'rabc2345 --confirm example-app'),
  ]

  static override flags = {
    accept: flags.string({description: 'roll back in spite of what this code names', helpValue: 'CODE', multiple: true}),
    confirm: flags.string({char: 'c', description: 'name of the app that is brought back'}),
    json: jsonFlag,
    stream: streamFlag,
    verbose: verboseFlag,
    ...notifyFlags,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsAbort)
    const abort = {accept: given.accept ?? [], confirm: given.confirm ?? null, run: args.run}
    await this.carryOut({...abort, kind: 'abort'}, given)
  }
}
