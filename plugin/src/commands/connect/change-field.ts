import {flags} from '@heroku-cli/command'

import {durationFlag, momentFlag} from '../../flags.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {MOMENTS} from '../../moment.js'
import {carryingOutFlags, shown, shownFlags, spaceWebZeroFlag} from '../../planning.js'

/** `heroku connect:change-field`. */
export default class ChangeField extends MaintenanceCommand {
  static override description = `make a table follow fields that were changed in Salesforce

A field that became longer takes no more than saving its mapping; for another type the field is taken out of the mapping and put back, so
that its column is dropped, made and loaded anew. Which of them it takes is read from Salesforce's own definition, by way of Connect, and
from the catalog of the database. Views, policies, triggers, indexes and grants on the column are kept in the database, come off where
Postgres would refuse, and are made again and compared.

While a column is out, every statement that names it fails, reads included. So the app is stopped, unless you accept that with
--accept field/statements-fail. Where only views or policies come off: --accept field/views-missing. Otherwise no app is stopped.

MAPPING is the Salesforce object; FIELDs are its fields (default: every one that differs). With --all every mapping is looked at, and only
what saving is enough for is changed. With --check nothing is changed: it ends with 10 if a column does not follow its field, or if nobody
can say.

Times are given as ${MOMENTS}.

${exitCodeHelp()}`

  static override examples = [
    example('Which columns do not follow their fields?', '--app example-app --check'),
    example('Show what one field takes, and change nothing', 'Account Name --app example-app --plan-only'),
    example('Make every column follow that saving its mapping is enough for', '--all --app example-app'),
    example('Say yourself what a field is now, where Connect does not', "Account Rank__c --to 'string(120)' --app example-app"),
  ]

  static override flags = {
    ...shownFlags,
    all: flags.boolean({description: 'every mapping, as far as saving it is enough'}),
    check: flags.boolean({description: 'say what differs, and change nothing'}),
    database: flags.string({description: 'attachment, config var or add-on of the database (default: DATABASE)', helpValue: 'NAME'}),
    'downtime-at': carryingOutFlags['downtime-at'],
    'downtime-before': momentFlag({description: 'never stop the app after this time (default: an hour after --downtime-at)'}),
    hold: carryingOutFlags.hold,
    'max-downtime': durationFlag({description: 'give up if the app is stopped for longer before a column goes (default: 30m)'}),
    remap: flags.boolean({description: 'take the fields out and put them back, whatever the difference is'}),
    resource: flags.string({description: 'the connection, by its add-on, where several map the object', helpValue: 'NAME'}),
    'space-web-zero': spaceWebZeroFlag,
    to: flags.string({description: 'what the fields are now, where no service says it', helpValue: 'TYPE'}),
  }

  static override strict = false

  static override usage = 'connect:change-field [MAPPING] [FIELD...] -a APP [FLAGS]'

  async run(): Promise<void> {
    const {argv, flags: given} = await this.parse(ChangeField)
    const [mapping, ...fields] = argv.map(String)
    await this.carryOut(
      {
        all: given.all === true,
        app: given.app,
        check: given.check === true,
        database: given.database ?? null,
        downtimeAt: given['downtime-at'] ?? null,
        downtimeBefore: given['downtime-before'] ?? null,
        fields,
        hold: given.hold ?? null,
        kind: 'changeField',
        mapping: mapping ?? null,
        maxDowntimeMs: given['max-downtime'] ?? null,
        remap: given.remap === true,
        resource: given.resource ?? null,
        shown: await shown(given),
        spaceWebZero: given['space-web-zero'] === true,
        to: given.to ?? null,
      },
      given,
    )
  }
}
