import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag, streamFlag, verboseFlag} from '../../../flags.js'
import {givenFile} from '../../../given-file.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'
import {notifyFlags} from '../../../notify/index.js'

/** `heroku connect:runs:begin`. */
export default class RunsBegin extends MaintenanceCommand {
  static override args = {file: Args.string({description: 'file of the plan, as --plan-only --out writes it', required: true})}

  static override description = `begin a run that a runbook carries out, or go on with it

Runbooks of --format shell begin with this command; connect:runs:step does the rest.
Looks again at everything that the plan was made from, as connect:apply does, and changes nothing.
Ends with 0 if the runbook has something to do, and with 19 if its run is done.

${exitCodeHelp()}`

  static override examples = [example('Begin the run of a runbook', 'plan.json --run rabc2345')]

  static override flags = {
    confirm: flags.string({char: 'c', description: 'names of the apps that are stopped, joined by commas'}),
    json: jsonFlag,
    'plan-sha256': flags.string({description: 'refuse every plan but the one with this sum', helpValue: 'HEX'}),
    run: flags.string({description: 'id of the run, as it stands in the runbook', helpValue: 'ID', required: true}),
    stream: streamFlag,
    verbose: verboseFlag,
    ...notifyFlags,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsBegin)
    await this.carryOut(
      {
        confirm: given.confirm ?? null,
        file: await givenFile(args.file),
        kind: 'begin',
        planSha256: given['plan-sha256'] ?? null,
        run: given.run,
      },
      given,
    )
  }
}
