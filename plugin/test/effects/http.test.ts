import net from 'node:net'

import {afterEach, describe, expect, it} from 'vitest'

import type {EffectOf, Request} from '../../src/core.js'
import {perform} from '../../src/effects/index.js'
import {aroundOf} from '../support/around.js'
import {half, hang, json, reset, serve, type Server, text} from '../support/server.js'

const READS: EffectOf<'http'>['reads'] = [{as: 'plain', pointer: '/name'}]
let server: Server

afterEach(async () => server?.close())

function effect(request: Partial<Request> = {}, more: Partial<EffectOf<'http'>> = {}): EffectOf<'http'> {
  return {
    configOf: null,
    kind: 'http',
    mutates: false,
    reads: READS,
    request: {api: 'platform', base: null, body: null, headers: {}, method: 'GET', path: '/apps/acme', ...request},
    timeoutMs: 2000,
    ...more,
  }
}

const create = (timeoutMs = 2000): EffectOf<'http'> =>
  effect({body: {plan: 'standard-0'}, method: 'POST', path: '/apps/acme/addons'}, {mutates: true, timeoutMs})

describe('an answer that is understood', () => {
  it('passes the allow-list with the salt and comes back as the list let it through', async () => {
    server = await serve(json(200, {name: 'acme', secret: 'hunter2'}))
    const around = aroundOf(server.url)
    const observation = await perform(effect(), around)
    expect(observation).toEqual({body: {redacted: true}, errorId: null, hasMessage: false, kind: 'http', status: 200})
    expect(around.redacted).toEqual([{body: {name: 'acme', secret: 'hunter2'}, reads: READS, salt: around.salt}])
  })

  it('carries the token, the API version and a JSON body', async () => {
    server = await serve(json(201, {}))
    await perform(create(), aroundOf(server.url))
    const [seen] = server.seen
    expect(seen?.headers.authorization).toBe('Bearer test-token')
    expect(seen?.headers.accept).toBe('application/vnd.heroku+json; version=3')
    expect(JSON.parse(seen?.body ?? '')).toEqual({plan: 'standard-0'})
  })

  it('joins the pages of a list', async () => {
    server = await serve(json(206, [1], {'next-range': 'id 2..'}), json(200, [2]))
    const around = aroundOf(server.url)
    await perform(effect(), around)
    expect(around.redacted[0]?.body).toEqual([1, 2])
    expect(server.seen[1]?.headers.range).toBe('id 2..')
  })

  it('takes one page when the request names its range', async () => {
    server = await serve(json(206, [1], {'next-range': 'id 2..'}))
    await perform(effect({headers: {range: 'version ..; max=1, order=desc'}}), aroundOf(server.url))
    expect(server.seen).toHaveLength(1)
  })

  it('has a null body when there is none', async () => {
    server = await serve(response => response.writeHead(204).end())
    const around = aroundOf(server.url)
    expect(await perform(create(), around)).toMatchObject({body: null, kind: 'http', status: 204})
    expect(around.redacted).toEqual([])
  })
})

describe('a refusal', () => {
  it('gives the identifier, and the words only to the operator', async () => {
    server = await serve(json(422, {id: 'invalid_params', message: 'secret row 00Q5 \u001B[31m'}))
    const around = aroundOf(server.url)
    const observation = await perform(create(), around)
    expect(observation).toMatchObject({errorId: 'invalid_params', hasMessage: true, status: 422})
    expect(JSON.stringify(observation)).not.toContain('00Q5')
    expect(around.shown).toEqual(['secret row 00Q5 \u001B[31m'])
  })

  it('tells both kinds of 404 apart', async () => {
    server = await serve(json(404, {id: 'not_found', message: 'No such thing.'}), text(404, 'Not found'))
    const around = aroundOf(server.url)
    expect(await perform(effect(), around)).toMatchObject({errorId: 'not_found', hasMessage: true, status: 404})
    expect(await perform(effect(), around)).toMatchObject({errorId: null, hasMessage: false, status: 404})
    expect(around.shown).toEqual([])
  })

  it('keeps the status of an HTML page and of broken JSON', async () => {
    server = await serve(text(503, '<html>down</html>'), text(500, '{"id": "x', 'application/json'), json(500, null))
    for (const status of [503, 500, 500]) {
      expect(await perform(create(), aroundOf(server.url))).toEqual({
        body: null,
        errorId: null,
        hasMessage: false,
        kind: 'http',
        status,
      })
    }
  })

  it('does not log in on 401, and reads the credentials anew for the next request', async () => {
    server = await serve(json(401, {id: 'unauthorized', message: 'Invalid credentials'}), json(200, {}))
    const around = aroundOf(server.url)
    expect(await perform(effect(), around)).toMatchObject({errorId: 'unauthorized', status: 401})
    process.env.HEROKU_API_KEY = 'renewed'
    await perform(effect(), around)
    process.env.HEROKU_API_KEY = 'test-token'
    expect(server.seen.map(seen => seen.headers.authorization)).toEqual(['Bearer test-token', 'Bearer renewed'])
  })

  it('asks nobody for a second factor without a terminal', async () => {
    server = await serve(json(403, {app: {name: 'acme'}, id: 'two_factor', message: 'A second factor is needed'}))
    const around = aroundOf(server.url)
    expect(await perform(create(), around)).toMatchObject({errorId: 'two_factor', status: 403})
    expect(server.seen).toHaveLength(1)
    expect(around.prompts).toBe(0)
  })

  it('sends the second factor that a person gave, outside the deadline', async () => {
    server = await serve(json(403, {id: 'two_factor', message: 'A second factor is needed'}), json(201, {}))
    const around = aroundOf(server.url, {interactive: true})
    around.client.twoFactorPrompt = () =>
      new Promise(resolve => {
        setTimeout(() => resolve('123456'), 300)
      })
    expect(await perform(create(200), around)).toMatchObject({status: 201})
    expect(around.prompts).toBe(1)
    expect(server.seen[1]?.headers['heroku-two-factor-code']).toBe('123456')
  })
})

describe('an answer that did not come', () => {
  it.each([create(), effect()])('is unknown after a reset, and nothing is sent twice', async one => {
    server = await serve(reset)
    expect(await perform(one, aroundOf(server.url))).toEqual({kind: 'unknown', reason: 'reset'})
    expect(server.seen).toHaveLength(1)
  })

  it('is unknown when the server says nothing until the deadline', async () => {
    server = await serve(hang)
    expect(await perform(create(150), aroundOf(server.url))).toEqual({kind: 'unknown', reason: 'timeout'})
    expect(server.seen).toHaveLength(1)
  })

  it.each(['close', 'stall'] as const)('is unknown when the body is cut and the connection will %s', async then => {
    server = await serve(half(201, then))
    expect(await perform(create(then === 'close' ? 10_000 : 150), aroundOf(server.url))).toEqual({
      kind: 'unknown',
      reason: 'body',
    })
  })

  it('is unknown when a success is not understood', async () => {
    server = await serve(text(200, '<html>welcome</html>'), text(200, '{"id": ', 'application/json'))
    expect(await perform(create(), aroundOf(server.url))).toEqual({kind: 'unknown', reason: 'body'})
    expect(await perform(effect(), aroundOf(server.url))).toEqual({kind: 'unknown', reason: 'body'})
  })

  it('follows no redirect', async () => {
    server = await serve(response => response.writeHead(302, {location: 'https://elsewhere.example/'}).end())
    expect(await perform(create(), aroundOf(server.url))).toEqual({kind: 'unknown', reason: 'redirect'})
    expect(server.seen).toHaveLength(1)
  })

  it('is a login that cannot be read, but never a part of ours that is missing', async () => {
    const around = aroundOf('http://127.0.0.1:9')
    const failing = (error: Error) => {
      const request = async () => {
        throw error
      }

      Object.defineProperty(around.client, 'http', {
        configurable: true,
        value: class Client {
          static readonly request = request
        },
      })
    }

    failing(new Error('the keychain is locked'))
    expect(await perform(create(), around)).toEqual({kind: 'unreachable', reason: 'login'})
    for (const defect of [Object.assign(new Error('./proxy'), {code: 'MODULE_NOT_FOUND'}), new TypeError('x is not a function')]) {
      failing(defect)
      await expect(perform(create(), around)).rejects.toBe(defect)
    }
  })

  it('is unreachable when nothing listens', async () => {
    server = await serve(hang)
    await server.close()
    expect(await perform(create(), aroundOf(server.url))).toEqual({kind: 'unreachable', reason: 'refused'})
  })

  it('is unreachable when the other side does not speak TLS', async () => {
    const plain = net.createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>(resolve => {
      plain.listen(0, '127.0.0.1', resolve)
    })
    const {port} = plain.address() as net.AddressInfo
    const observation = await perform(create(), aroundOf(`https://127.0.0.1:${port}`))
    plain.close()
    expect(observation).toEqual({kind: 'unreachable', reason: 'tls'})
  })
})

describe('a server that does not get as far as a connection', () => {
  it('are shown through the view', async () => {
    server = await serve(json(200, {}, {'x-heroku-warning': 'soon gone'}))
    const around = aroundOf(server.url)
    await perform(effect(), around)
    expect(around.shown).toEqual(['soon gone'])
  })
})

describe('what a change forgets', () => {
  it('is every remembered database URL, also when nobody knows whether it landed', async () => {
    server = await serve(reset)
    const around = aroundOf(server.url)
    let forgotten = 0
    around.urls.doubt = () => {
      forgotten += 1
    }

    await perform(create(), around)
    await perform(effect(), around)
    expect(forgotten).toBe(1)
  })
})

describe('a request that needs a database URL', () => {
  const url = 'postgres://u1:s3cr3t-p4ss@h.example:5433/d1'
  const lookup: Request = {api: 'platform', base: null, body: null, headers: {}, method: 'GET', path: '/apps/acme/config-vars'}
  const wanted = {app: 'acme', configVar: 'OLD_URL', expect: `fp-${url.length}`, key: 'from_url', lookup}
  const body = {from_name: 'OLD', from_url: null}
  const copy = (secrets = [wanted]): EffectOf<'http'> => effect({body, method: 'POST', path: '/transfers'}, {mutates: true, secrets})

  it('gets it on its way out, and nobody else does', async () => {
    server = await serve(json(200, {OLD_URL: url}), json(422, {id: 'invalid_params', message: `no such host in ${url}`}))
    const around = aroundOf(server.url)
    const asked = copy()
    const observation = await perform(asked, around)
    expect(JSON.parse(server.seen[1]?.body ?? '')).toEqual({from_name: 'OLD', from_url: url})
    expect(observation).toMatchObject({errorId: 'invalid_params', status: 422})
    expect(around.shown).toEqual(['no such host in …'])
    expect(JSON.stringify([observation, around.shown, asked])).not.toContain('s3cr3t-p4ss')
  })

  it('is not sent where the config var holds another one, or none', async () => {
    server = await serve(json(200, {OLD_URL: `${url}-of-another`}))
    expect(await perform(copy(), aroundOf(server.url))).toEqual({kind: 'unreachable', reason: 'urlChanged'})
    expect(await perform(copy([{...wanted, configVar: 'GONE_URL'}]), aroundOf(server.url))).toEqual({
      kind: 'unreachable',
      reason: 'noConfigVar',
    })
    expect(server.seen.map(({method}) => method)).toEqual(['GET', 'GET'])
  })
})

describe('an address that a person must open', () => {
  const opens = (more: Partial<EffectOf<'http'>> = {}): EffectOf<'http'> =>
    effect({body: {}, method: 'POST', path: '/connections/c/authorize_url'}, {mutates: true, opens: '/redirect', reads: [], ...more})

  it('is shown, and is in nothing that the core sees', async () => {
    server = await serve(json(201, {redirect: 'https://login.salesforce.com/services/oauth2/authorize?state=s3cret'}))
    const around = aroundOf(server.url)
    const observation = await perform(opens(), around)
    expect(around.opened).toEqual(['https://login.salesforce.com/services/oauth2/authorize?state=s3cret'])
    // What the core sees is what the allow-list lets through, and that is empty.
    expect(around.redacted).toMatchObject([{reads: []}])
    expect(JSON.stringify(observation)).not.toContain('s3cret')
    expect(around.shown).toEqual([])
  })

  it('is looked for only where the core says that there is one', async () => {
    server = await serve(json(201, {redirect: 'https://login.salesforce.com/'}))
    const around = aroundOf(server.url)
    const {opens: _, ...without} = opens()
    await perform(without, around)
    expect(around.opened).toEqual([])
  })

  it('is said to be none where the gate finds none', async () => {
    server = await serve(json(201, {}))
    const around = aroundOf(server.url)
    await perform(opens(), around)
    expect(around.opened).toEqual([null])
  })

  it('is none of a refusal', async () => {
    server = await serve(json(422, {id: 'invalid_params', message: 'no', redirect: 'https://login.salesforce.com/'}))
    const around = aroundOf(server.url)
    await perform(opens(), around)
    expect(around.opened).toEqual([])
  })
})
