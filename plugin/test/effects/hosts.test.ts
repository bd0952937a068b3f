import nock from 'nock'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'

import type {Api, EffectOf, Request} from '../../src/core.js'
import {targetOf} from '../../src/effects/hosts.js'
import {perform} from '../../src/effects/index.js'
import {aroundOf, type TestAround} from '../support/around.js'

type Sent = {authorization: string | null; host: string; path: string; headers: Record<string, string | string[] | undefined>}

const sent: Sent[] = []

/** Answers on any host, and notes what each was sent. */
function listen(origin: string): void {
  nock(origin)
    .persist()
    .get(/.*/)
    .reply(function (path) {
      const headers = this.req.headers as Sent['headers']
      const {authorization} = headers
      sent.push({
        authorization: Array.isArray(authorization) ? (authorization[0] ?? null) : (authorization ?? null),
        headers,
        host: String(headers.host),
        path,
      })
      return [200, {}, {'content-type': 'application/json'}]
    })
}

function get(api: Api, path: string, base: string | null = null): EffectOf<'http'> {
  const request: Request = {api, base, body: null, headers: {}, method: 'GET', path}
  return {configOf: null, kind: 'http', mutates: false, reads: [], request, timeoutMs: 2000}
}

/** Surroundings of production: no host is overridden. */
function production(env: NodeJS.ProcessEnv = {}): TestAround {
  const around = aroundOf('', {env})
  return around
}

beforeEach(() => {
  sent.length = 0
})

afterEach(() => {
  nock.cleanAll()
  delete process.env.HEROKU_HOST
})

describe('each service', () => {
  it.each([
    ['platform', 'https://api.heroku.com', '/apps/acme'],
    ['data', 'https://api.data.heroku.com', '/client/v11/databases/x'],
    ['metrics', 'https://api.metrics.heroku.com', '/apps/x/formation/web/monitors'],
    ['connectDiscovery', 'https://hc-central.heroku.com', '/connections?app=acme'],
  ] as const)('%s is at %s, with the token', async (api, origin, path) => {
    listen(origin)
    expect(await perform(get(api, path), production())).toMatchObject({status: 200})
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({authorization: 'Bearer test-token', path})
  })

  it('status never sees the token', async () => {
    listen('https://status.heroku.com')
    expect(await perform(get('status', '/api/v4/current-status'), production())).toMatchObject({status: 200})
    expect(sent[0]?.authorization).toBeNull()
    expect(Object.keys(sent[0]?.headers ?? {})).not.toContain('authorization')
  })

  it('Connect gets the headers of its own plugin', async () => {
    listen('https://hc-central.heroku.com')
    await perform(get('connectDiscovery', '/connections'), production())
    expect(sent[0]?.headers).toMatchObject({
      accept: 'application/json, text/plain, */*',
      'content-type': 'application/json',
      'heroku-client': 'cli',
    })
  })

  it('follows the environment as the official plugin does', async () => {
    const {request} = get('connectDiscovery', '/connections')
    expect(await targetOf(request, {CONNECT_ADDON: 'connectqa'})).toMatchObject({
      url: 'https://hc-central-qa.herokai.com/connections',
    })
    expect(await targetOf(request, {CONNECT_ADDON: 'connectqa', CONNECT_DISCOVERY_SERVER: 'http://127.0.0.1:5000/'})).toMatchObject({
      url: 'http://127.0.0.1:5000/connections',
    })
  })
})

describe('a region', () => {
  it.each(['https://connect-virginia.heroku.com', 'https://connect-virginia.heroku.com/'])('at %s is joined with one slash', async base => {
    listen('https://connect-virginia.heroku.com')
    expect(await perform(get('connectRegion', '/api/v3/connections/x', base), production())).toMatchObject({status: 200})
    expect(sent[0]).toMatchObject({authorization: 'Bearer test-token', path: '/api/v3/connections/x'})
  })

  it.each([
    'https://evil.example',
    'https://heroku.com.evil.example',
    'https://evilheroku.com',
    'http://connect-virginia.heroku.com',
    'https://user:word@connect-virginia.heroku.com',
    'https://connect-virginia.heroku.com@evil.example',
    'http://127.0.0.1:9999',
    'file:///etc/passwd',
    'not a url',
    '',
  ])('at %j gets nothing', async base => {
    nock(/.*/)
      .get(/.*/)
      .reply(() => {
        sent.push({authorization: '', headers: {}, host: '', path: ''})
        return [200, {}]
      })
    expect(await perform(get('connectRegion', '/api/v3/connections/x', base), production())).toEqual({
      kind: 'unreachable',
      reason: 'tls',
    })
    expect(sent).toEqual([])
  })

  it('may be on loopback when discovery is', async () => {
    const env = {CONNECT_DISCOVERY_SERVER: 'http://127.0.0.1:5000'}
    const target = await targetOf(get('connectRegion', '/api/v3/x', 'http://localhost:5000').request, env)
    expect(target?.url).toBe('http://localhost:5000/api/v3/x')
  })
})
