import {describe, expect, it} from 'vitest'

import type {Directive, Effect, Event, Line, Observation} from '../src/core.js'
import {drive, type Ports} from '../src/loop.js'
import {Interrupts} from '../src/ui/interrupts.js'
import {ScriptedSession} from './support/core.js'

const DONE: Directive = {ending: 'done', exitCode: 0, kind: 'done'}
const EFFECT: Effect = {
  configOf: null,
  kind: 'http',
  mutates: true,
  reads: [],
  request: {api: 'platform', base: null, body: null, headers: {}, method: 'POST', path: '/x'},
  timeoutMs: 1,
}
const EVENT: Event = {kind: 'lines', lines: [[{style: 'plain', text: 'hello'}]], stream: 'out'}
const QUESTION: Line[] = [[{style: 'plain', text: 'sure?'}]]

const append = (id: number): Directive => ({head: `h${id}`, id, kind: 'append', line: `{"n":${id}}`, runId: 'rabc2345'})
const performed = (id: number): Directive => ({effect: EFFECT, id, kind: 'perform', runId: 'rabc2345'})
const show = (id: number): Directive => ({event: EVENT, id, kind: 'show'})
const wait = (id: number, until: number): Directive => ({id, kind: 'wait', note: null, until})
const ask = (id: number): Directive => ({expect: 'acme', id, kind: 'ask', question: QUESTION})

type World = Ports & {log: string[]; now: number}

/** A world that notes what the loop does, with a clock that only sleeping moves. */
function world(more: Partial<Ports> = {}): World {
  const log: string[] = []
  const made: World = {
    append: async (runId, line, head) => void log.push(`append ${runId} ${line} ${head}`),
    async ask(question, expected) {
      log.push(`ask ${question.length} ${expected}`)
      return {kind: 'answered', text: 'acme'}
    },
    clock: () => made.now,
    interrupts: new Interrupts(() => log.push('leave')),
    log,
    now: 1000,
    async perform(effect, runId) {
      log.push(`perform ${effect.kind} ${runId}`)
      return {body: null, errorId: null, hasMessage: false, kind: 'http', status: 200}
    },
    async sleep(until, signal) {
      log.push(`sleep ${until}`)
      if (!signal.aborted) made.now = until
    },
    view: {
      close: () => log.push('close'),
      show: event => log.push(`show ${event.kind}`),
      suspend: () => log.push('suspend'),
      wait: () => log.push('note'),
      warn: text => log.push(`warn ${text}`),
    },
    ...more,
  }
  return made
}

const observed = (session: ScriptedSession): Observation[] => session.told.map(told => told.observation)

describe('the loop', () => {
  it('obeys one directive at a time and answers each once, with its id and the time', async () => {
    const session = new ScriptedSession([append(1), performed(2), show(3), wait(4, 5000), ask(5), DONE])
    const ports = world()
    expect(await drive(session, ports)).toEqual(DONE)
    expect(ports.log).toEqual([
      'append rabc2345 {"n":1} h1',
      'perform http rabc2345',
      'show lines',
      'note',
      'sleep 5000',
      'suspend',
      'ask 1 acme',
    ])
    expect(session.told).toEqual([
      {id: 1, now: 1000, observation: {kind: 'done'}},
      {id: 2, now: 1000, observation: {body: null, errorId: null, hasMessage: false, kind: 'http', status: 200}},
      {id: 3, now: 1000, observation: {kind: 'done'}},
      {id: 4, now: 5000, observation: {kind: 'done'}},
      {id: 5, now: 5000, observation: {kind: 'answered', text: 'acme'}},
    ])
  })

  it('answers an append only when the record is on disk', async () => {
    const session = new ScriptedSession([append(1), DONE])
    let onDisk = (): void => {}
    const ports = world({
      append: () =>
        new Promise(resolve => {
          onDisk = resolve
        }),
    })
    const driving = drive(session, ports)
    await new Promise(setImmediate)
    expect(session.told).toEqual([])
    onDisk()
    await driving
    expect(observed(session)).toEqual([{kind: 'done'}])
  })

  it('reports a disk that refuses, and goes on asking', async () => {
    const session = new ScriptedSession([append(1), DONE])
    const ports = world({
      async append() {
        throw Object.assign(new Error('no space left on device'), {code: 'ENOSPC', syscall: 'write'})
      },
    })
    await drive(session, ports)
    expect(observed(session)).toEqual([{kind: 'unreachable', reason: 'disk'}])
    expect(ports.log).toEqual(['warn journal of rabc2345: ENOSPC'])
  })

  it('does not take a bug for a full disk', async () => {
    const session = new ScriptedSession([append(1), DONE])
    const ports = world({
      async append() {
        throw new TypeError('bug')
      },
    })
    await expect(drive(session, ports)).rejects.toThrow('bug')
    expect(session.told).toEqual([])
  })
})

describe('an interruption', () => {
  it('wakes a wait', async () => {
    const session = new ScriptedSession([wait(1, 9_999_999), DONE])
    const ports = world({
      sleep: (_, signal) =>
        new Promise(resolve => {
          signal.addEventListener('abort', () => resolve())
          ports.interrupts.press()
        }),
    })
    await drive(session, ports)
    expect(observed(session)).toEqual([{kind: 'interrupted'}])
  })

  it.each([wait(3, 5000), show(3), ask(3)])('during an effect is told at the next %s, once', async next => {
    const session = new ScriptedSession([performed(1), append(2), next, wait(4, 6000), DONE])
    const ports = world()
    const {perform} = ports
    ports.perform = async (...args) => {
      ports.interrupts.press()
      return perform(...args)
    }

    await drive(session, ports)
    expect(observed(session).map(({kind}) => kind)).toEqual(['http', 'done', 'interrupted', 'done'])
    expect(ports.log).not.toContain('ask 1 acme')
  })

  it('pressed twice leaves at once', () => {
    const ports = world()
    ports.interrupts.press()
    expect(ports.interrupts.take()).toBe(true)
    ports.interrupts.press()
    expect(ports.log).toEqual(['leave'])
  })
})
