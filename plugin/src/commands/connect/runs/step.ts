import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag, momentFlag, streamFlag, verboseFlag} from '../../../flags.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'
import {MOMENTS} from '../../../moment.js'
import {notifyFlags} from '../../../notify/index.js'

/** `heroku connect:runs:step`. */
export default class RunsStep extends MaintenanceCommand {
  static override args = {
    run: Args.string({description: 'id of the run', required: true}),
    step: Args.string({description: 'id of the step', required: true}),
  }

  static override description = `carry out one step of a run, for a runbook

With --call: looks at the guards of the step and announces the change, which the runbook makes then.
Ends with 0 if it is to be made now, and with 19 if it is there already or nobody needs it.

Without it: makes what is missing, and ends when the step is proven.
A step that is done already ends at once.

What cannot be proven is dealt with as in any other run: it is tried again, left over, or everything is rolled back.

Times are given as ${MOMENTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Announce the first change of a step', 'rabc2345 stop-writers --call 0'),
    example('Prove the step', 'rabc2345 stop-writers'),
  ]

  static override flags = {
    accept: flags.string({description: 'go on in spite of what this code names', helpValue: 'CODE', multiple: true}),
    call: flags.integer({description: 'change that the caller makes, counted from 0', helpValue: 'N', min: 0}),
    'downtime-at': momentFlag({description: 'for the step that asks: go on at this time, without asking'}),
    hold: flags.boolean({allowNo: true, description: 'for the step that asks: ask (default on a terminal)'}),
    json: jsonFlag,
    stream: streamFlag,
    verbose: verboseFlag,
    ...notifyFlags,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsStep)
    await this.carryOut(
      {
        accept: given.accept ?? [],
        call: given.call ?? null,
        downtimeAt: given['downtime-at'] ?? null,
        hold: given.hold ?? null,
        kind: 'step',
        run: args.run,
        step: args.step,
      },
      given,
    )
  }
}
