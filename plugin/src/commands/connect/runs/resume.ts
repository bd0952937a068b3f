import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {durationFlag, jsonFlag, momentFlag, streamFlag, verboseFlag} from '../../../flags.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'
import {MOMENTS} from '../../../moment.js'
import {notifyFlags} from '../../../notify/index.js'

/** `heroku connect:runs:resume`. */
export default class RunsResume extends MaintenanceCommand {
  static override args = {run: Args.string({description: 'id of the run', required: true})}

  static override description = `go on with a maintenance run that was paused or interrupted

What is said of the downtime holds from then on; what is left out stays as it was.

Times are given as ${MOMENTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Go on', 'rabc2345'),
    example('Go on, and stop the app as soon as everything is prepared', 'rabc2345 --no-hold'),
    example('Go on, and stop the app at night', "rabc2345 --downtime-at '02:00 America/Los_Angeles'"),
    example(
      'Go on as soon as everything is prepared, but not after 5:00',
      "rabc2345 --no-hold --downtime-before '05:00 America/Los_Angeles'",
    ),
  ]

  static override flags = {
    accept: flags.string({
      description: 'go on without what this code names, or roll back in spite of it',
      helpValue: 'CODE',
      multiple: true,
    }),
    'downtime-at': momentFlag({description: 'stop the app at this time, without asking again'}),
    'downtime-before': momentFlag({
      description: 'never stop the app after this time (default: an hour after --downtime-at, or as it was)',
    }),
    hold: flags.boolean({allowNo: true, description: 'ask before the app is stopped (default on a terminal)'}),
    json: jsonFlag,
    'max-downtime': durationFlag({description: 'roll back if the app is stopped for longer than this (default: as it was)'}),
    stream: streamFlag,
    verbose: verboseFlag,
    ...notifyFlags,
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(RunsResume)
    await this.carryOut(
      {
        accept: given.accept ?? [],
        downtimeAt: given['downtime-at'] ?? null,
        downtimeBefore: given['downtime-before'] ?? null,
        hold: given.hold ?? null,
        kind: 'resume',
        maxDowntimeMs: given['max-downtime'] ?? null,
        run: args.run,
      },
      given,
    )
  }
}
