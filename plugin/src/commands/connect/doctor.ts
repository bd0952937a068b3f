import {flags} from '@heroku-cli/command'

import {FAIL_ON} from '../../catalog.js'
import {databaseArg, jsonFlag, verboseFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {installed} from '../../tools.js'

/** `heroku connect:doctor`. */
export default class Doctor extends MaintenanceCommand {
  static override args = {database: databaseArg}

  static override description = `tell whether an app that uses Heroku Connect is ready for a maintenance

Looks at the app, its database, every app that shares it and Heroku Connect, and changes nothing. The worst comes first.
What could not be read is "not judged", which is a verdict of its own and never "ok".
Ends with 10 if a verdict is at or above --fail-on: block, warn, unknown (what was not judged) or never.
Ends with 14 while an app is stopped by a run, whatever --fail-on says.

${exitCodeHelp()}`

  static override examples = [
    example('Look', '--app example-app'),
    example('Ask Connect itself too', '--app example-app --diagnose'),
    example('In CI: fail on warnings too, and keep the verdicts', '--app example-app --fail-on warn --json'),
  ]

  static override flags = {
    app: flags.app({required: true}),
    diagnose: flags.boolean({description: 'have Connect diagnose itself too, and wait for it up to five minutes'}),
    'fail-on': flags.string({description: `what to fail on (default: ${FAIL_ON[0]})`, options: [...FAIL_ON]}),
    json: jsonFlag,
    remote: flags.remote(),
    verbose: verboseFlag,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(Doctor)
    await this.carryOut(
      {
        app: given.app,
        database: args.database ?? null,
        diagnose: given.diagnose === true,
        failOn: given['fail-on'] ?? null,
        kind: 'doctor',
        tools: installed(this.config),
      },
      given,
    )
  }
}
