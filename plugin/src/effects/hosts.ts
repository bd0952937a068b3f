/** Where each service lives. Follows the environment variables that the CLI and the official Connect plugin follow. */
import type {Api, Request} from '../core.js'

/** How to reach a service through the CLI's client. */
export type Target = {
  /** A path of the Platform API's host, or an absolute URL. */
  url: string
  /** Host that replaces the one of `url`, scheme and port staying: how the CLI addresses the Data API. */
  hostname?: string
  /** False if the token must stay at home. */
  authorized: boolean
  /** Headers of the service; those of the request win. */
  headers: {[name: string]: string}
}

/** Headers that the official Connect plugin sends. */
const CONNECT_HEADERS = {
  accept: 'application/json, text/plain, */*',
  'content-type': 'application/json',
  'heroku-client': 'cli',
}

/** Domains to which Heroku Connect's regional hosts belong. */
const REGION_DOMAINS = ['heroku.com', 'herokai.com']

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** Finds the target of a request, or `null` if the token must not go there. */
export async function targetOf(request: Request, env: NodeJS.ProcessEnv): Promise<Target | null> {
  const make: Record<Api, () => Promise<Target | null> | Target | null> = {
    connectDiscovery: () => ({
      authorized: true,
      headers: CONNECT_HEADERS,
      url: join(discovery(env), request.path),
    }),
    connectRegion() {
      const base = regionBase(request.base, env)
      return base === null ? null : {authorized: true, headers: CONNECT_HEADERS, url: join(base, request.path)}
    },
    data: async () => ({authorized: true, headers: {}, hostname: await dataHost(), url: request.path}),
    // The host is fixed in the CLI too.
    metrics: () => ({authorized: true, headers: {}, hostname: 'api.metrics.heroku.com', url: request.path}),
    platform: () => ({authorized: true, headers: {}, url: request.path}),
    status: () => ({
      authorized: false,
      headers: {accept: 'application/json'},
      url: join(env.HEROKU_STATUS_HOST ?? 'https://status.heroku.com', request.path),
    }),
  }
  return make[request.api]()
}

/** Checks a regional base URL: it comes from an answer, and the token would follow it. */
function regionBase(base: string | null, env: NodeJS.ProcessEnv): string | null {
  if (base === null || !URL.canParse(base)) return null
  const url = new URL(base)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null
  const ours = REGION_DOMAINS.some(domain => url.hostname === domain || url.hostname.endsWith(`.${domain}`))
  if (ours) return url.protocol === 'https:' ? url.href : null
  const home = discovery(env)
  const local = LOOPBACK.includes(url.hostname) && URL.canParse(home) && LOOPBACK.includes(new URL(home).hostname)
  return local && ['http:', 'https:'].includes(url.protocol) ? url.href : null
}

function discovery(env: NodeJS.ProcessEnv): string {
  if (env.CONNECT_DISCOVERY_SERVER) return env.CONNECT_DISCOVERY_SERVER
  return env.CONNECT_ADDON === 'connectqa' ? 'https://hc-central-qa.herokai.com' : 'https://hc-central.heroku.com'
}

/** The CLI's own choice of the Data API's host. Loaded late: the module is heavy. */
async function dataHost(): Promise<string> {
  const {getHost} = await import('@heroku/heroku-cli-util/utils/pg')
  return getHost()
}

/** Joins base and path with exactly one slash; region URLs are seen with and without one at the end. */
function join(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`
}
