import {afterEach, describe, expect, it} from 'vitest'

import type {Notification} from '../../src/core.js'
import {type Around, post, webhookOf} from '../../src/notify/webhook.js'
import {type Answerer, hang, json, reset, serve, type Server, text} from '../support/server.js'

const ONE: Notification = {
  apps: ['acme-sync'],
  at: 1_795_000_000_000,
  command: 'heroku connect:runs:info rabc2345',
  exitCode: null,
  formatVersion: '1.0',
  occasion: 'downtimeBegan',
  run: 'rabc2345',
  text: 'acme-sync: the downtime has begun.',
}

let server: Server
afterEach(() => server?.close())

/** Posts to a server that answers so, with a clock that jumps; `slept`: how long each pause was. */
async function posted(answers: Answerer[], {signal = new AbortController().signal, tryMs = 2000} = {}) {
  server = await serve(...answers)
  const slept: number[] = []
  const around: Around = {
    clock: () => 0,
    async sleep(until) {
      slept.push(until)
    },
    tryMs,
  }
  const why = await post(new URL(`${server.url}/hook/s3cret?key=t0ken`), ONE, signal, around)
  return {seen: server.seen, slept, why}
}

describe('a notification', () => {
  it('arrives as JSON, once, with nothing of the CLI’s', async () => {
    const {seen, why} = await posted([json(200, {})])
    expect(why).toBeNull()
    expect(seen).toHaveLength(1)
    const [{body, headers, method, url}] = seen as [Server['seen'][0]]
    expect({method, url}).toEqual({method: 'POST', url: '/hook/s3cret?key=t0ken'})
    expect(headers['content-type']).toBe('application/json')
    expect(headers.authorization).toBeUndefined()
    expect(JSON.parse(body)).toEqual(ONE)
  })

  it('is tried again where that may help, after a pause that grows', async () => {
    const {seen, slept, why} = await posted([json(503, {}), reset, text(204, '')])
    expect({slept, tries: seen.length, why}).toEqual({slept: [1000, 4000], tries: 3, why: null})
  })

  it('is given up after three tries, and why is said without the address', async () => {
    const {seen, why} = await posted([json(500, {secret: 's3cret'})])
    expect({tries: seen.length, why}).toEqual({tries: 3, why: 'HTTP 500'})
  })

  it('is not sent twice where it was refused', async () => {
    const {seen, why} = await posted([text(404, 'no_team')])
    expect({tries: seen.length, why}).toEqual({tries: 1, why: 'HTTP 404'})
  })

  it('follows no redirect', async () => {
    const other = await serve(json(200, {}))
    const {seen, why} = await posted([
      response => {
        response.writeHead(307, {location: `${other.url}/elsewhere`})
        response.end()
      },
    ])
    expect({tries: seen.length, why}).toEqual({tries: 1, why: 'HTTP 307'})
    expect(other.seen).toEqual([])
    await other.close()
  })

  it('does not wait for an answer that does not come', async () => {
    const {slept, why} = await posted([hang], {tryMs: 20})
    expect({slept, why}).toEqual({slept: [1000, 4000], why: 'no answer in time'})
  })

  it('is given up at once when the command has to end', async () => {
    const stop = new AbortController()
    const {seen, slept, why} = await posted([() => stop.abort()], {signal: stop.signal})
    expect({slept, tries: seen.length, why}).toEqual({slept: [], tries: 1, why: 'no answer in time'})
    expect((await posted([json(200, {})], {signal: stop.signal})).seen).toEqual([])
  })

  it('goes nowhere where nobody listens', async () => {
    const gone = await serve(json(200, {}))
    await gone.close()
    const around: Around = {clock: () => 0, async sleep() {}}
    expect(await post(new URL(gone.url), ONE, new AbortController().signal, around)).toBe('no connection')
  })
})

describe('an address', () => {
  it.each(['https://hooks.example.com/services/T0/B0/s3cret', 'http://127.0.0.1:8080/x', 'http://localhost/x', 'http://[::1]:9/x'])(
    'may be %s',
    typed => {
      expect(webhookOf(typed).href).toBe(typed)
    },
  )

  it.each([
    'http://hooks.example.com/s3cret',
    'http://127.0.0.1.example.com/s3cret',
    'https://me:s3cret@example.com/',
    'file:///s3cret',
    's3cret',
    '',
  ])('may not be %s, and is not repeated', typed => {
    expect(() => webhookOf(typed)).toThrow(/takes an https address/)
    expect(() => webhookOf(typed)).not.toThrow(/s3cret/)
  })
})
