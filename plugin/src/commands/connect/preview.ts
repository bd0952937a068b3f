import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {pathToFileURL} from 'node:url'

import {flags} from '@heroku-cli/command'
import {Args} from '@oclif/core'

import {jsonFlag} from '../../flags.js'
import {givenFile} from '../../given-file.js'
import {example, exitCodeHelp} from '../../help.js'
import {MaintenanceCommand} from '../../maintenance-command.js'
import {mustHaveFolder} from '../../planning.js'

/** `heroku connect:preview`. */
export default class Preview extends MaintenanceCommand {
  static override args = {
    file: Args.string({description: 'file of a plan, as --plan-only --out writes it, or of connect:snapshot', required: true}),
  }

  static override description = `show a plan as a page, to be looked at before it is run

Writes one file of HTML that holds everything: what will happen, along time, every step with
what takes it back, the methods side by side, all checks. It asks nobody for anything, can be
attached to a ticket, and is whole where scripts and styles are refused. Nothing is run.

Commands that plan write the same page with --format html.

${exitCodeHelp()}`

  static override examples = [
    example('Open the page of a plan', 'plan.json --open'),
    example('Write it to a file', 'plan.json --out plan.html'),
    example('Plan the upgrade of what connect:snapshot has written', 'world.json --version 17 --open'),
  ]

  static override flags = {
    json: jsonFlag,
    open: flags.boolean({description: 'open the page in the browser'}),
    out: flags.string({description: 'write the page to this file, - for stdout (default: - without --open)', helpValue: 'FILE'}),
    version: flags.string({char: 'v', description: 'with a snapshot: Postgres version to upgrade to'}),
  }

  async run(): Promise<void> {
    const {args, flags: given} = await this.parse(Preview)
    mustHaveFolder('--out', given.out)
    const out = given.out ?? (given.open ? path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'connect-preview-')), 'plan.html') : '-')
    await this.carryOut({file: await givenFile(args.file), kind: 'preview', out, version: given.version ?? null}, {json: given.json})
    if (!given.open || out === '-') return
    const {default: open} = await import('open')
    const {href} = pathToFileURL(path.resolve(process.cwd(), out))
    if (!given.json) this.log(href)
    await open(href)
  }
}
