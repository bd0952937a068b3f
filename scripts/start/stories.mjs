/**
 * Scenarios of several commands, each with the exit code that it must have. The database in use stays the same one, and what the apps
 * wrote must be in Salesforce at the end.
 */
import path from 'node:path'
import {root} from '../lib/paths.mjs'

const app = 'acme-sync'
const config = path.join(root, 'tests/fixtures/config/good.json')
const confirm = ['--app', app, '--confirm', app]

/** What everybody accepts whose connection is made anew. */
const anew = ['--accept', 'recreate/manual-settings', '--accept', 'app/readers-fail']

/** A field of Account as somebody defines it in Salesforce. */
const field = (name, definition) => ({definition, field: name, kind: 'fieldChange', object: 'Account'})

/** @type {Record<string, {description: string, world?: string, acts: ({args: string[], exitCode: number} | {happens: object, says: string})[]}>} */
export const stories = {
  'change-field': {
    acts: [
      {args: ['connect:change-field', '--check', '--app', app], exitCode: 0},
      {happens: field('Name', {length: 300, type: 'string'}), says: 'in Salesforce a field of Account becomes longer'},
      {happens: field('Writer', {length: 200, type: 'string'}), says: 'and a long text becomes a short one'},
      {args: ['connect:change-field', '--check', '--app', app], exitCode: 10},
      {args: ['connect:change-field', 'Account', 'Name', ...confirm], exitCode: 0},
      {args: ['connect:change-field', 'Account', 'Writer', ...confirm, '--no-hold'], exitCode: 0},
      {args: ['connect:change-field', '--check', '--app', app], exitCode: 0},
    ],
    description: 'two fields change in Salesforce: one table follows while the app runs, the other with the app stopped',
  },
  'config-check': {
    acts: [
      {args: ['connect:config:check', config], exitCode: 0},
      {args: ['connect:config:check', config, '--app', app], exitCode: 10},
      {args: ['connect:config:diff', config, '--app', app], exitCode: 16},
      {args: ['connect:config:diff', '--app', app, '--with', app], exitCode: 0},
    ],
    description: 'a configuration is checked before it is imported, found to be of another org, and compared with the one that runs',
  },
  doctor: {
    acts: [
      {args: ['connect:doctor', '--app', app], exitCode: 0},
      {happens: {addon: 'herokuconnect-angular-20001', kind: 'pauseConnection'}, says: 'somebody pauses Connect in the dashboard'},
      {args: ['connect:doctor', '--app', app], exitCode: 10},
      {happens: {addon: 'herokuconnect-angular-20001', kind: 'resumeConnection'}, says: 'and resumes it'},
    ],
    description: 'is the app healthy and ready? Asked before and after somebody has paused Connect',
  },
  maintenances: {
    acts: [
      {
        happens: {contents: 'December 3rd, 02:00 to 02:45 UTC', kind: 'announcement', title: 'Heroku Connect maintenance'},
        says: 'Heroku announces a maintenance of Connect',
      },
      {args: ['connect:maintenances', '--app', app], exitCode: 0},
      {happens: {kind: 'connectMaintenance', ms: 30_000}, says: 'Connect is away for half a minute, while everybody writes'},
      {args: ['connect:upgrade-db', '--app', app, '--version', '17', '--plan-only'], exitCode: 10},
      {args: ['connect:maintenances', '--app', app, '--wait'], exitCode: 0},
    ],
    description: 'a maintenance of Connect is announced, begins, and is proven to be over while everybody writes',
  },
  quiesce: {
    acts: [
      {args: ['connect:quiesce', ...confirm, '--for', '2h', '--reason', 'change of a field'], exitCode: 0},
      {args: ['connect:runs'], exitCode: 0},
      {args: ['connect:upgrade-db', '--app', app, '--version', '17', '--plan-only'], exitCode: 10},
      {args: ['connect:resume-sync', ...confirm], exitCode: 0},
    ],
    description: 'Connect is paused until it is really quiet, an upgrade is refused meanwhile, and it is resumed where it was paused',
  },
  'recreate-tier': {
    acts: [
      {args: ['connect:recreate', '--app', app, '--reason', 'tier-change', '--plan-only'], exitCode: 10},
      {args: ['connect:recreate', ...confirm, '--reason', 'tier-change', ...anew, '--no-hold'], exitCode: 0},
      {args: ['connect:doctor', '--app', app], exitCode: 0},
    ],
    description: 'a connection is destroyed and made anew on the same tables: everything is sent before, and somebody logs in again',
    world: 'login-at-hand',
  },
}
