/**
 * Ways to databases without a public address: through the bastion of their Private or Shield Space.
 *
 * Hosts and keys of bastions stay in this process's memory. They are read anew for every tunnel, because they belong to one database and
 * can change with it; a tunnel is kept as long as it stands and nothing failed in it.
 */
import {systemClock} from '../clock.js'
import type {Core, EffectOf, UnreachableReason} from '../core.js'

import {exchange, type Surroundings} from './exchange.js'
import {type Route, Tunnel} from './tunnel.js'

/** How long a bastion may take: the limit of the CLI. */
const LIMIT_MS = 10_000

/** How often it is tried: a local port may be taken, a bastion of several may be down. */
const TRIES = 3

type Bastion = NonNullable<EffectOf<'sql'>['bastion']>

/** What leads to a database. */
type Details = {hosts: string[]; key: string}

/** Where a query connects to instead, or why it cannot. */
export type WayAnswer = {port: number} | {reason: UnreachableReason}

/** What opening a tunnel needs. */
export type TunnelSurroundings = Surroundings & {core: Core}

/** Tunnels of one command. */
export class Tunnels {
  private readonly open = new Map<string, Promise<Tunnel | UnreachableReason>>()
  /** How many tunnels to a database failed: the next one tries another bastion first. */
  private readonly failures = new Map<string, number>()

  /** The local port that leads to this database now. Tells nothing of the bastion but that there is none. */
  async to(effect: EffectOf<'sql'>, url: URL, timeoutMs: number, around: TunnelSurroundings): Promise<WayAnswer> {
    const name = nameOf(effect, url)
    const standing = this.open.get(name)
    const kept = standing === undefined ? undefined : await standing
    if (kept instanceof Tunnel && kept.stands) return {port: kept.port}

    // Another query may have begun to open one meanwhile.
    const begun = this.open.get(name)
    const made = begun === undefined || begun === standing ? this.make(effect, url, timeoutMs, around) : begun
    this.open.set(name, made)
    const tunnel = await made
    if (tunnel instanceof Tunnel) return {port: tunnel.port}
    this.fail(effect, url)
    return {reason: tunnel}
  }

  /** Something failed on this way: the next query finds it anew. Sessions that are open in it go on. */
  fail(effect: EffectOf<'sql'>, url: URL): void {
    const name = nameOf(effect, url)
    const failed = this.open.get(name)
    if (failed === undefined) return
    this.open.delete(name)
    this.failures.set(name, (this.failures.get(name) ?? 0) + 1)
    void failed.then(tunnel => tunnel instanceof Tunnel && tunnel.retire())
  }

  /** Ends them all, so that the process can end. */
  close(): void {
    for (const made of this.open.values()) void made.then(tunnel => tunnel instanceof Tunnel && tunnel.close())
    this.open.clear()
  }

  private async make(
    effect: EffectOf<'sql'>,
    url: URL,
    timeoutMs: number,
    around: TunnelSurroundings,
  ): Promise<Tunnel | UnreachableReason> {
    const deadline = systemClock() + timeoutMs
    const details = await read(effect, Math.min(timeoutMs, LIMIT_MS), around)
    if (typeof details === 'string') return details
    const {getPsqlConfigs} = await import('@heroku/heroku-cli-util/utils/pg')
    const first = this.failures.get(nameOf(effect, url)) ?? 0
    for (let tried = 0; tried < TRIES && systemClock() < deadline; tried += 1) {
      const bastionHost = details.hosts[(first + tried) % details.hosts.length] as string
      const connection = {...detailsOf(url), bastionHost, bastionKey: details.key}
      const tunnel = await opened(connection, getPsqlConfigs(connection).dbTunnelConfig, Math.min(deadline - systemClock(), LIMIT_MS))
      if (tunnel !== undefined) return tunnel
    }

    return 'bastion'
  }
}

type Connection = Parameters<(typeof import('@heroku/heroku-cli-util/utils/pg'))['sshTunnel']>[0]

/** A tunnel within the time that it may take. One that comes too late is closed. */
async function opened(connection: Connection, route: Route, timeoutMs: number): Promise<Tunnel | undefined> {
  const {sshTunnel} = await import('@heroku/heroku-cli-util/utils/pg')
  let made: Promise<Tunnel> | undefined
  try {
    await sshTunnel(connection, route, timeoutMs, async config => {
      made = Tunnel.open(config)
      return (await made).server
    })
    return await made
  } catch {
    made?.then(tunnel => tunnel.close()).catch(() => {})
    return undefined
  }
}

/** Where the bastion is, and its key. */
async function read(effect: EffectOf<'sql'>, timeoutMs: number, around: TunnelSurroundings): Promise<Details | UnreachableReason> {
  const bastion = effect.bastion as Bastion
  const answer = await exchange(bastion.by === 'service' ? bastion.request : effect.lookup, timeoutMs, around)
  if (answer.kind === 'unreachable') return answer.reason
  if (answer.kind === 'unknown') return 'refused'
  if (answer.status === 401) {
    around.client.setAuthEntry(undefined)
    return 'login'
  }

  if (answer.status >= 400) return 'bastion'
  const body = new Object(answer.body) as Record<string, unknown>
  const [host, key] = bastion.by === 'service' ? [body.host, body.private_key] : [body[bastion.hosts], body[bastion.key]]
  if (typeof host !== 'string' || typeof key !== 'string' || key === '') return 'bastion'
  const hosts = host
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '')
  return hosts.length === 0 ? 'bastion' : {hosts, key}
}

/** A place: what leads to it, and where it is. */
function nameOf({app, bastion}: EffectOf<'sql'>, url: URL): string {
  return JSON.stringify([bastion?.by === 'configVars' ? app : null, bastion, url.host])
}

/** As the CLI's functions want it; who logs in is none of their business. */
function detailsOf(url: URL): Connection {
  const {hostname, pathname, port} = url
  return {database: pathname.slice(1), host: hostname, password: '', pathname, port: port || '5432', url: '', user: ''}
}
