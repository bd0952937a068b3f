/** The one look at an app that uses the network: whether Connect uses it, and which add-ons it has. */
import type {Config} from '@oclif/core/interfaces'

import type {Core, EffectOf, Guard} from '../core.js'
import {exchange} from '../effects/exchange.js'
import {newSalt} from '../salt.js'

/** What was seen of an app. */
export type Seen = {
  /** Add-ons of its connections. */
  connections: string[]
  /** Add-ons by their names and by those under which they are attached, with their service; empty if that was not asked. */
  services: Map<string, string>
}

/** Looks; `null` if it could not be seen. */
export type Look = (app: string, addonsToo: boolean) => Promise<Seen | null>

/** Looks through the CLI's own client, each read once and bounded. */
export function lookThrough(core: Core, config: Config, looks: Guard['looks']): Look {
  return async (app, addonsToo) => {
    const {APIClient} = await import('@heroku-cli/command')
    const client = new APIClient(config)
    const read = async (effect: Guard['looks']['addons']): Promise<unknown> => {
      const {reads, request, timeoutMs} = effect as EffectOf<'http'>
      const path = request.path.replace('{app}', encodeURIComponent(app))
      const quiet = {beforePrompt() {}, client, env: process.env, interactive: false, warn() {}}
      const answer = await exchange({...request, path}, timeoutMs, quiet)
      return answer.kind === 'answer' && answer.status < 300 ? core.redact(answer.body, reads, newSalt()) : null
    }

    const [connections, addons, attachments] = await Promise.all([
      read(looks.connections),
      addonsToo ? read(looks.addons) : null,
      addonsToo ? read(looks.attachments) : null,
    ])
    return seen(connections, addons, attachments)
  }
}

/** Makes sense of what was let through. */
function seen(connections: unknown, addons: unknown, attachments: unknown): Seen | null {
  const found = (connections as {results?: unknown} | null)?.results
  if (!Array.isArray(found)) return null
  const services = new Map<string, string>()
  for (const one of listOf<{addon_service?: {name?: string}; name?: string}>(addons)) {
    const service = one.addon_service?.name
    if (one.name !== undefined && service !== undefined) services.set(one.name, service).set(service, service)
  }

  for (const one of listOf<{addon?: {name?: string}; name?: string}>(attachments)) {
    const service = services.get(one.addon?.name ?? '')
    if (one.name !== undefined && service !== undefined) services.set(one.name, service)
  }

  return {connections: found.map(one => String((one as {resource_name?: unknown}).resource_name ?? '?')), services}
}

function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : []
}
