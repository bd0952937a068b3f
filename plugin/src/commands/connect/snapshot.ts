import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {databaseArg, jsonFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {mustHaveFolder} from '../../planning.js'

/** `heroku connect:snapshot`. */
export default class Snapshot extends MaintenanceCommand {
  static override args = {
    file: Args.string({description: 'file to write, - for stdout', required: true}),
    // Second when typed: it is seldom needed.
    database: databaseArg,
  }

  static override description = `write what a plan is made from to a file

Reads the database, every app that uses it and Heroku Connect, and changes nothing.
The file holds names, states and sizes; no URL, no password, no Salesforce identity.
Commands that plan take it with --snapshot, and then need no network.

${exitCodeHelp()}`

  static override examples = [
    example('Write it to a file', 'world.json --app example-app'),
    example('Look at another database, and at a follower that is to be used', 'world.json REPORTING --app example-app --follower NAME'),
  ]

  static override flags = {
    app: flags.app({required: true}),
    follower: flags.string({description: 'existing follower to look at too', helpValue: 'NAME'}),
    json: jsonFlag,
    needs: flags.string({description: 'a procedure that needs more than others: change-field, recreate', helpValue: 'PROCEDURE'}),
    remote: flags.remote(),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(Snapshot)
    mustHaveFolder('FILE', args.file)
    await this.carryOut(
      {
        app: given.app,
        database: args.database ?? null,
        follower: given.follower ?? null,
        kind: 'snapshot',
        needs: given.needs ?? null,
        out: args.file,
      },
      given,
    )
  }
}
