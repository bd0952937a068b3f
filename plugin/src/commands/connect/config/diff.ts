import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag, liveAppFlag, resourceFlag, verboseFlag} from '../../../flags.js'
import {givenFile} from '../../../given-file.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'

/** `heroku connect:config:diff`. */
export default class ConfigDiff extends MaintenanceCommand {
  static override args = {
    file: Args.string({description: 'configuration as it is to be; without --app that as it is', required: false}),
    // eslint-disable-next-line perfectionist/sort-objects -- their order is that on the command line
    and: Args.string({description: 'without --app: configuration as it is to be', required: false}),
  }

  static override description = `tell how two configurations of Heroku Connect differ

With --app the connection as it runs is compared with a file, or with another connection by --with; it is only read. Without --app two
files are compared, and no service is asked.
The order of mappings and fields, upper and lower case, and what Connect writes down by itself make no difference. Of each difference it
is said whether an import would apply it, leave it as it is, or destroy something with it. Of the Salesforce organization it is said
whether it is the same, never which.
Ends with 0 if they are the same, with 16 if they differ, and with 10 if that could not be judged.

${exitCodeHelp()}`

  static override examples = [
    example('Compare what runs with what is to be imported', 'connection.json --app example-app'),
    example('Compare staging with production', '--app example-app --with example-staging'),
    example('Two files, in CI', 'live.json connection.json --json'),
  ]

  static override flags = {
    app: liveAppFlag,
    json: jsonFlag,
    resource: resourceFlag,
    verbose: verboseFlag,
    with: flags.string({description: 'connection as it is to be', helpValue: 'APP[::NAME]'}),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(ConfigDiff)
    const names = [args.file, args.and].filter(name => name !== undefined)
    await this.carryOut(
      {
        app: given.app ?? null,
        files: await Promise.all(names.map(name => givenFile(name))),
        kind: 'configDiff',
        // Known once there is a salt.
        org: null,
        resource: given.resource ?? null,
        with: given.with ?? null,
      },
      given,
    )
  }
}
