import {flags} from '@heroku-cli/command'

import {jsonFlag} from '../../../flags.js'
import {example, exitCodeHelp} from '../../../help.js'
import {MaintenanceCommand} from '../../../maintenance-command.js'

/** `heroku connect:runs`. */
export default class Runs extends MaintenanceCommand {
  static override description = `list the maintenance runs of this machine

Runs that keep an app stopped come first.

${exitCodeHelp()}`

  static override examples = [example('List all', ''), example('List those of an app', '--app example-app')]

  static override flags = {
    // Not the shared flag: it would narrow the list to the app of the current folder's git remote.
    app: flags.string({char: 'a', description: 'only runs that touch this app'}),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const {flags: given} = await this.parse(Runs)
    await this.carryOut({app: given.app ?? null, kind: 'runs'}, given)
  }
}
