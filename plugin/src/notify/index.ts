/** What a command was told of telling people, and what comes of it. */
import {flags} from '@heroku-cli/command'

import {systemClock, systemSleep} from '../clock.js'
import type {Herald, Notification} from '../core.js'

import {show} from './desktop.js'
import {Notifier} from './notifier.js'
import {post, webhookOf} from './webhook.js'

/** The flags of every command that carries a run out. */
export const notifyFlags = {
  notify: flags.boolean({description: 'show a desktop notification when the downtime begins or ends, a person is needed, or it is over'}),
  'notify-url': flags.custom<URL>({
    description: 'send the same as JSON to this address; better given by the variable, which no list of processes shows',
    env: 'HEROKU_CONNECT_NOTIFY_URL',
    helpValue: 'URL',
    parse: async typed => webhookOf(typed),
  })(),
}

/** What was typed for {@link notifyFlags}. */
export type Telling = {notify?: boolean; 'notify-url'?: URL}

/** The notifier that is asked for; `null` if nobody wants to be told. */
export function notifierOf(
  given: Telling,
  herald: () => Herald,
  failed: (notification: Notification, why: string) => void,
): Notifier | null {
  const {notify = false, 'notify-url': url} = given
  const around = {clock: systemClock, sleep: systemSleep}
  const ways = [
    ...(notify ? [show] : []),
    ...(url === undefined ? [] : [(one: Notification, signal: AbortSignal) => post(url, one, signal, around)]),
  ]
  return ways.length === 0 ? null : new Notifier({failed, herald: herald(), ways})
}
