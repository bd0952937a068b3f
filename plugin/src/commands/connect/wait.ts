import {flags} from '@heroku-cli/command'

import {durationFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {conditionHelp, judgement, judgingArgs, judgingFlags} from '../../judging.js'
import {MaintenanceCommand} from '../../maintenance-command.js'

/** `heroku connect:wait`. */
export default class Wait extends MaintenanceCommand {
  static override args = judgingArgs

  static override description = `wait until a condition of a maintenance holds, for scripts

Looks at what is there, as often as a run would, and changes nothing.
Ends with 0 once it holds, with 18 if it does not hold at the deadline, and with 17 at once if it cannot come true any more.
Ends with 10 if it could not be judged: because there is no login, or because at the deadline nothing could be read.

${conditionHelp()}

${exitCodeHelp()}`

  static override examples = [
    example('Wait until Connect is quiet', 'quiesced --app example-app --deadline 10m'),
    example('Wait until a follower has everything', 'follower-caught-up --app example-app --follower NAME'),
  ]

  static override flags = {
    ...judgingFlags,
    deadline: durationFlag({description: 'longest time to wait (default: as long as a run waits for it)'}),
    'wait-interval': flags.integer({description: 'seconds between looks where time does not press (default: 5)', min: 1}),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(Wait)
    const interval = given['wait-interval']
    const patience = {
      deadlineMs: given.deadline ?? null,
      waitIntervalMs: interval === undefined ? null : interval * 1000,
    }
    await this.carryOut(await judgement(args, given, patience), given)
  }
}
