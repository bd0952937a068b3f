import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {FAIL_ON} from '../../catalog.js'
import {jsonFlag, verboseFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'

/** `heroku connect:doctor`. */
export default class Doctor extends MaintenanceCommand {
  static override args = {
    database: Args.string({
      description: 'attachment, config var or add-on of the database (default: DATABASE)',
      required: false,
    }),
  }

  static override description = `tell whether an app, its database and Heroku Connect are healthy and ready for a maintenance

Reads only. What could not be read is "not judged", which is a verdict of its own and never "ok". The worst comes first.
Ends with 10 if a verdict is at or above --fail-on: warn counts blockers and warnings, unknown counts what was not judged
too, and never fails only if an app is stopped by a run.

${exitCodeHelp()}`

  static override examples = [
    example('Look', '--app example-app'),
    example('In CI: fail on warnings too, and keep the verdicts', '--app example-app --fail-on warn --json'),
  ]

  static override flags = {
    app: flags.app({required: true}),
    'fail-on': flags.string({description: `what to fail on (default: ${FAIL_ON[0]})`, options: [...FAIL_ON]}),
    json: jsonFlag,
    remote: flags.remote(),
    verbose: verboseFlag,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(Doctor)
    await this.carryOut({app: given.app, database: args.database ?? null, failOn: given['fail-on'] ?? null, kind: 'doctor'}, given)
  }
}
