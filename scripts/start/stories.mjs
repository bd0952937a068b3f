/**
 * Scenarios of several commands, each with the exit code that it must have. What the apps wrote must be in Salesforce at the end.
 */
import path from 'node:path'
import {root} from '../lib/paths.mjs'

const app = 'acme-sync'
const config = path.join(root, 'tests/fixtures/config/good.json')
const confirm = ['--app', app, '--confirm', app]

/** What everybody accepts whose connection is made anew. */
const anew = ['--accept', 'recreate/manual-settings', '--accept', 'app/readers-fail']

/** What never gets to an organization that is gone: no more than this. */
const undelivered = ['connect/undelivered=1000000', 'connect/sfid-missing=1000000'].flatMap(code => ['--accept', code])

/** A moment is noted, and so long everybody goes on writing. */
const goesOn = {notes: true, says: 'a moment is noted, and everybody goes on writing', seconds: 10}

/** A rollback that somebody makes by hand as the manual has it, with Connect paused. */
const byHand = [
  goesOn,
  {args: ['maintenance:on', '--app', app], exitCode: 0},
  {args: ['ps:scale', 'web=0', 'worker=0', '--app', app], exitCode: 0},
  {happens: {addon: 'herokuconnect-angular-20001', kind: 'pauseConnection'}, says: 'somebody pauses Connect in the dashboard'},
  {
    args: [
      'addons:create',
      'heroku-postgresql:standard-0',
      '--app',
      app,
      '--name',
      'the-past',
      '--as',
      'PAST',
      '--wait',
      '--',
      '--rollback',
      'DATABASE',
      '--to',
      '{HEROKU_TIME}',
    ],
    exitCode: 0,
  },
  {args: ['pg:promote', 'PAST', '--app', app], exitCode: 0},
  {args: ['ps:scale', 'web=1', 'worker=1', '--app', app], exitCode: 0},
  {args: ['maintenance:off', '--app', app], exitCode: 0},
]

/** What is typed then. */
const afterByHand = [
  'connect:resync',
  ...confirm,
  '--already-rolled-back',
  '--at',
  '{TIME}',
  '--old',
  'postgresql-curved-10001',
  '--no-hold',
]

/** A field of Account as somebody defines it in Salesforce. */
const field = (name, definition) => ({definition, field: name, kind: 'fieldChange', object: 'Account'})

const longer = {happens: field('Name', {length: 300, type: 'string'}), says: 'in Salesforce a field of Account becomes longer'}
const shorter = {happens: field('Writer', {length: 200, type: 'string'}), says: 'in Salesforce a long text of Account becomes a short one'}

/** Whether every column is as its field. */
const checked = exitCode => ({args: ['connect:change-field', '--check', '--app', app], exitCode})

/** @typedef {{happens: object, says: string}} Happening something of the world, and how it is told */
/** What is carried out by a runbook is killed in the step `middle` and started again. */
/** @typedef {{args: string[], exitCode: number, during?: Happening & {step: string}} | Happening | {seconds: number, says: string, notes?: boolean}} Act */

/** @type {Record<string, {anew?: boolean, description: string, harmed?: string, left?: string, middle?: string, world?: string, moves?: boolean, version?: string, acts: Act[]}>} */
export const stories = {
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
  'essential-to-standard-recreate': {
    acts: [
      {args: ['connect:change-plan', 'standard-0', '--app', app, '--method', 'recreate', '--plan-only'], exitCode: 10},
      {args: ['connect:change-plan', 'standard-0', ...confirm, '--method', 'recreate', ...anew, '--no-hold'], exitCode: 0},
      {args: ['connect:doctor', '--app', app], exitCode: 0},
    ],
    anew: true,
    description: "the manual's other way to another tier: the data is copied, and the connection destroyed and made anew on the copy",
    middle: 'put-aside',
    moves: true,
    world: 'login-at-hand-essential',
  },
  'field-check-all': {
    acts: [
      checked(0),
      longer,
      shorter,
      checked(10),
      {args: ['connect:change-field', '--all', ...confirm], exitCode: 0},
      checked(10),
      {args: ['connect:change-field', 'Account', 'Writer', ...confirm, '--no-hold'], exitCode: 0},
      checked(0),
    ],
    description: 'two fields change in Salesforce: all that saving a mapping is enough for follows at once, and what is left is named',
    middle: 'drain',
  },
  'field-complex': {
    acts: [shorter, checked(10), {args: ['connect:change-field', 'Account', 'Writer', ...confirm, '--no-hold'], exitCode: 0}, checked(0)],
    description: 'a long text becomes a short one in Salesforce: its column is made anew and loaded, with the app stopped',
    middle: 'take-out-account',
  },
  'field-simple': {
    acts: [longer, checked(10), {args: ['connect:change-field', 'Account', 'Name', ...confirm], exitCode: 0}, checked(0)],
    description: 'a field becomes longer in Salesforce: its column follows while everybody writes',
    middle: 'save-account',
  },
  'maintenance-collision': {
    acts: [
      {
        args: ['connect:upgrade-db', ...confirm, '--version', '17', '--no-hold'],
        during: {
          happens: {kind: 'connectMaintenance', ms: 30_000},
          says: 'Connect goes away for half a minute, and the app is stopped',
          step: 'stop-writers',
        },
        exitCode: 0,
      },
      {args: ['connect:maintenances', '--app', app, '--wait'], exitCode: 0},
    ],
    description: 'a maintenance of Connect begins while an upgrade has the app stopped: it is waited for, and everything arrives',
    middle: 'upgrade-run',
    moves: true,
    version: '17',
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
    middle: 'note-heads',
  },
  'recreate-sandbox': {
    acts: [
      {happens: {kind: 'refreshOrg'}, says: 'the sandbox of Salesforce is refreshed: its organization is gone'},
      {says: 'Connect finds out', seconds: 10},
      {args: ['connect:recreate', '--app', app, '--reason', 'tier-change', '--plan-only'], exitCode: 10},
      {args: ['connect:recreate', ...confirm, '--reason', 'sandbox-refresh', ...anew, ...undelivered, '--no-hold'], exitCode: 0},
      {args: ['connect:doctor', '--app', app], exitCode: 0},
    ],
    description:
      'a refreshed sandbox: what cannot be sent any more is accepted by its number and kept aside, and the new organization is loaded',
    left: 'put-aside',
    middle: 'put-aside',
    world: 'login-at-hand-sandbox',
  },
  'recreate-tier': {
    acts: [
      {args: ['connect:recreate', '--app', app, '--reason', 'tier-change', '--plan-only'], exitCode: 10},
      {args: ['connect:recreate', ...confirm, '--reason', 'tier-change', ...anew, '--no-hold'], exitCode: 0},
      {args: ['connect:doctor', '--app', app], exitCode: 0},
    ],
    description: 'a connection is destroyed and made anew on the same tables: everything is sent before, and somebody logs in again',
    middle: 'order-connection',
    world: 'login-at-hand',
  },
  'rollback-done-live': {
    acts: [
      ...byHand,
      {
        happens: {addon: 'herokuconnect-angular-20001', kind: 'resumeConnection'},
        says: 'and somebody resumes Connect, which sends again what it sent',
      },
      {says: 'everybody goes on writing', seconds: 10},
      {args: afterByHand, exitCode: 0},
    ],
    description:
      'a database was rolled back by hand and Connect has run on it: what it sent once more is counted, and not sent a third time',
    harmed: 'judge-revived',
    middle: 'judge-revived',
  },
  'rollback-done-quiet': {
    acts: [...byHand, {args: afterByHand, exitCode: 0}, {args: ['connect:doctor', '--app', app], exitCode: 0}],
    description: 'a database was rolled back by hand with Connect paused: what came back into its log is judged, and nothing is sent twice',
    middle: 'reload-account',
  },
  'rollback-make': {
    acts: [
      goesOn,
      {args: ['connect:resync', '--app', app, '--rollback-to', '{TIME}', '--plan-only'], exitCode: 10},
      {args: ['connect:resync', ...confirm, '--rollback-to', '{TIME}', '--accept', 'rollback/loses-writes', '--no-hold'], exitCode: 0},
      {args: ['connect:doctor', '--app', app], exitCode: 0},
    ],
    description: 'the database goes back to a moment, the app moves, and every mapping is reloaded: nothing is sent twice',
    middle: 'mark-revived',
    moves: true,
  },
}
