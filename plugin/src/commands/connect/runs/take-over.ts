import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag, streamFlag} from '../../../flags.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'

/** `heroku connect:runs:take-over`. */
export default class RunsTakeOver extends MaintenanceCommand {
  static override args = {database: Args.string({description: 'database of the run (default: DATABASE)', required: false})}

  static override description = `take over a maintenance run whose machine is gone

The run left what is needed in the database. It is read, shown, and from then on the other machine can do nothing more with the run.
Nothing else is changed: go on with connect:runs:resume, or roll back with connect:runs:abort.

${exitCodeHelp()}`

  static override examples = [
    example('See what is open, be asked, and take it over', '--app example-app'),
    example('Take it over without being asked', '--app example-app --confirm example-app'),
  ]

  static override flags = {
    app: flags.app({required: true}),
    confirm: flags.string({char: 'c', description: 'name of the app'}),
    json: jsonFlag,
    remote: flags.remote(),
    stream: streamFlag,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsTakeOver)
    const takeOver = {app: given.app, confirm: given.confirm ?? null, database: args.database ?? null}
    await this.carryOut({...takeOver, kind: 'takeOver'}, given)
  }
}
