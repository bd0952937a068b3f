import {Args} from '@oclif/core'

import {jsonFlag, verboseFlag} from '../../../flags.js'
import {givenFile} from '../../../given-file.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'

/** `heroku connect:config:diff`. */
export default class ConfigDiff extends MaintenanceCommand {
  static override args = {
    left: Args.string({description: 'configuration as it is, for example of connect:export', required: true}),
    right: Args.string({description: 'configuration as it is to be', required: true}),
  }

  static override description = `tell how two configurations of Heroku Connect differ

The order of mappings and fields, upper and lower case, and what Connect writes down by itself make no difference. Of each difference it
is said whether an import would apply it, leave it as it is, or destroy something with it. Nothing is asked of a service.
Ends with 0 if they are the same and with 16 if they differ.

${exitCodeHelp()}`

  static override examples = [
    example('Compare what runs with what is to be imported', 'live.json connection.json'),
    example('In CI', 'live.json connection.json --json'),
  ]

  static override flags = {
    json: jsonFlag,
    verbose: verboseFlag,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(ConfigDiff)
    const [left, right] = [await givenFile(args.left), await givenFile(args.right)]
    await this.carryOut({kind: 'configDiff', left, right}, given)
  }
}
