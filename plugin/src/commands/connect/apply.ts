import {Args} from '@oclif/core'

import {givenFile} from '../../given-file.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {MOMENTS} from '../../moment.js'
import {carryingOut, carryingOutFlags} from '../../planning.js'

/** `heroku connect:apply`. */
export default class Apply extends MaintenanceCommand {
  static override args = {file: Args.string({description: 'file of the plan, as --plan-only --out writes it', required: true})}

  static override description = `carry out a plan that was approved, or nothing

Looks again at everything that the plan was made from.
If anything of it has changed, names each change and does nothing.
Otherwise goes on as the command that made the plan would have.

Times are given as ${MOMENTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Look again, be asked, and carry the plan out', 'plan.json'),
    example(
      'Carry out the plan that was approved by its sum, without asking',
      'plan.json --plan-sha256 4c1f…9a --confirm example-app --no-hold',
    ),
    example('Prepare now, and stop the app at night', "plan.json --confirm example-app --downtime-at '02:00 America/Los_Angeles'"),
  ]

  static override flags = {...carryingOutFlags}

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(Apply)
    await this.carryOut({...carryingOut(given), file: await givenFile(args.file), kind: 'apply'}, given)
  }
}
