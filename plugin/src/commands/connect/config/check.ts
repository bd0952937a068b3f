import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {FAIL_ON} from '../../../catalog.js'
import {jsonFlag, liveAppFlag, resourceFlag, verboseFlag} from '../../../flags.js'
import {givenFile} from '../../../given-file.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'

/** `heroku connect:config:check`. */
export default class ConfigCheck extends MaintenanceCommand {
  static override args = {
    file: Args.string({description: 'configuration, as connect:export writes it', required: true}),
  }

  static override description = `tell what Heroku Connect would make of a configuration before it is imported

Connect takes every file that parses, and fails later through the states of its mappings. This reads the file strictly and holds it
against a list of rules, each finding with its line. Without --app no service is asked; with it the file is also held against the
connection as it runs, which is only read. Rules that need more, such as the Salesforce organization or the database, say that they
were not judged.
Ends with 10 if a finding is at or above --fail-on: block, warn, unknown (what was not judged) or never; and if what runs cannot be read.

${exitCodeHelp()}`

  static override examples = [
    example('Check a file', 'connection.json'),
    example('Against what runs', 'connection.json --app example-app'),
    example('In CI: fail on warnings too, and keep the findings', 'connection.json --fail-on warn --json'),
  ]

  static override flags = {
    accept: flags.string({description: 'go on in spite of what this code names', helpValue: 'CODE', multiple: true}),
    app: liveAppFlag,
    'fail-on': flags.string({description: `what to fail on (default: ${FAIL_ON[0]})`, options: [...FAIL_ON]}),
    json: jsonFlag,
    resource: resourceFlag,
    'same-org': flags.boolean({description: 'fail unless the file is from the Salesforce organization of the connection'}),
    verbose: verboseFlag,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(ConfigCheck)
    await this.carryOut(
      {
        accept: given.accept ?? [],
        app: given.app ?? null,
        failOn: given['fail-on'] ?? null,
        file: await givenFile(args.file),
        kind: 'configCheck',
        // Known once there is a salt.
        org: null,
        resource: given.resource ?? null,
        sameOrg: given['same-org'] ?? false,
      },
      given,
    )
  }
}
