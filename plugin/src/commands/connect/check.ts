import {example, exitCodeHelp} from '../../help.js'
import {conditionHelp, judgement, judgingArgs, judgingFlags} from '../../judging.js'
import {MaintenanceCommand} from '../../maintenance-command.js'

/** `heroku connect:check`. */
export default class Check extends MaintenanceCommand {
  static override args = judgingArgs

  static override description = `tell whether a condition of a maintenance holds, for scripts

Looks at what is there and changes nothing. A condition is judged as a run judges it, over the same reads.
Ends with 0 if it holds, with 17 if it does not, and with 10 if it could not be judged, which is never taken for a yes.
What some conditions learn is printed with --json; a later check takes that file with --since.

${conditionHelp()}

${exitCodeHelp()}`

  static override examples = [
    example('Is Connect quiet, so that its database can be stopped?', 'quiesced --app example-app'),
    example('Note how far the database is', 'position-noted --app example-app --json > position.json'),
    example('Has anybody written since?', 'unwritten-since --since position.json --app example-app'),
    example('Which conditions are there?', '--list'),
  ]

  static override flags = judgingFlags

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(Check)
    await this.carryOut(await judgement(args, given, null), given)
  }
}
