import {describe, expect, it} from 'vitest'

import type {Manner} from '../../src/context.js'
import {loadCore} from '../../src/core.js'
import type {Event, StageEvent} from '../../src/core.js'
import {cutTo, plain} from '../../src/ui/human.js'
import {Terminal} from '../../src/ui/terminal.js'
import {CommandView} from '../../src/ui/view.js'

/** The built one: what a person sees is partly its work. */
const core = await loadCore()

class Recorder {
  text = ''
  readonly columns = 60
  constructor(readonly isTTY: boolean) {}
  write(text: string): void {
    this.text += text
  }
}

type Screen = {view: CommandView; out: Recorder; err: Recorder; at(ms: number): void}

function screen(isTTY: boolean, {json = false, stream = false, verbose = false}: Partial<Manner> = {}): Screen {
  const [out, err] = [new Recorder(isTTY), new Recorder(isTTY)]
  let now = Date.UTC(2026, 10, 22, 19)
  const view = new CommandView(new Terminal(out, err, isTTY && !json), core, () => now, {json, stream, verbose})
  return {at: ms => (now += ms), err, out, view}
}

function stage(state: StageEvent['state'], more: Partial<StageEvent> = {}): StageEvent {
  return {
    detail: null,
    downtimeMs: null,
    kind: 'stage',
    line: [{style: 'plain', text: `pause Connect: ${state}`}],
    quiet: false,
    state,
    step: 'connect-pause',
    title: 'pause Connect',
    zone: 'prepare',
    ...more,
  }
}

const JSON_EVENT: Extract<Event, {kind: 'json'}> = {
  kind: 'json',
  value: {formatVersion: '1.0', kind: 'runs', runs: [], untrusted: []},
}

/** What a terminal shows after these bytes, whatever picture of the spinner stands there. */
function rendered(text: string): string[] {
  return text
    .replaceAll(/[⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, '⠋')
    .split('\n')
    .map(line => line.slice(line.lastIndexOf('\r\u001B[2K') + 1).replace(/^\u001B\[2K/, ''))
}

describe('a log', () => {
  it('has one line per change, with the time and how long it took', () => {
    const {at, out, view} = screen(false)
    view.show(stage('started'))
    at(2500)
    view.show(stage('done'))
    expect(out.text).toBe('2026-11-22T19:00:00.000Z  pause Connect: started\n2026-11-22T19:00:02.500Z  pause Connect: done  0:02\n')
  })

  it('says how long the app has been stopped, and nothing of it before and after', () => {
    const {at, out, view} = screen(false)
    view.show(stage('undone'))
    view.show(stage('started', {downtimeMs: 61_000}))
    at(2500)
    view.wait([{style: 'plain', text: 'follower replays'}])
    view.show(stage('done'))
    expect(out.text.split('\n').map(line => line.slice(26))).toEqual([
      'pause Connect: undone  0:00',
      'pause Connect: started  app stopped 1:01',
      'follower replays  app stopped 1:03',
      'pause Connect: done  0:02',
      '',
    ])
  })

  it('says a wait again only after a minute, whatever its numbers', () => {
    const {at, out, view} = screen(false)
    for (let i = 0; i < 61; i += 1) {
      view.show(stage('waiting'))
      view.wait([{style: 'plain', text: `${100 - i} commits behind`}])
      at(1000)
    }

    expect(out.text.split('\n').filter(line => line.includes('behind'))).toHaveLength(2)
    expect(out.text.split('\n').filter(line => line.includes('waiting'))).toHaveLength(2)
  })

  it('holds no escape sequence', () => {
    const {out, view} = screen(false)
    view.show(stage('started'))
    view.show({kind: 'lines', lines: [[{style: 'failure', text: 'no'}]], stream: 'out'})
    expect(out.text).not.toContain('\u001B')
  })
})

describe('a terminal', () => {
  it('has one live line with the running clock of the downtime, and finished lines above it', () => {
    const {at, out, view} = screen(true)
    view.show(stage('waiting', {downtimeMs: 61_000}))
    at(4000)
    view.wait([{style: 'plain', text: 'follower replays'}])
    expect(rendered(out.text)).toEqual(['⠋ follower replays  0:04  app stopped 1:05'])
    view.show({kind: 'lines', lines: [[{style: 'plain', text: 'note'}]], stream: 'out'})
    expect(rendered(out.text)).toEqual(['note', '⠋ follower replays  0:04  app stopped 1:05'])
    view.show(stage('done', {downtimeMs: 65_000}))
    expect(rendered(out.text)).toEqual(['note', '19:00:04 pause Connect: done  0:04  app stopped 1:05', ''])
    view.close()
  })

  it('lets the clock run from each change, and has none while the app goes on', () => {
    const {at, out, view} = screen(true)
    view.show(stage('started'))
    expect(rendered(out.text)).toEqual(['⠋ pause Connect: started  0:00'])
    view.show(stage('started', {downtimeMs: 1000, line: [{style: 'plain', text: 'fence'}]}))
    expect(rendered(out.text)).toEqual(['⠋ fence  0:00  app stopped 0:01'])
    at(2000)
    view.wait([{style: 'plain', text: 'fence: 1 left'}])
    expect(rendered(out.text)).toEqual(['⠋ fence: 1 left  0:02  app stopped 0:03'])
    view.close()
  })

  it('never lets the live line wrap', () => {
    const {out, view} = screen(true)
    view.show(stage('waiting', {downtimeMs: 1, line: [{style: 'plain', text: 'x'.repeat(100)}]}))
    expect(rendered(out.text)[0]).toBe(`⠋ ${'x'.repeat(32)}…  0:00  app stopped 0:00`)
    view.close()
  })

  it('clears the live line for a question', () => {
    const {out, view} = screen(true)
    view.show(stage('waiting'))
    view.suspend()
    expect(rendered(out.text)).toEqual([''])
  })
})

describe("the run's own books", () => {
  const lock = (state: StageEvent['state'], more: Partial<StageEvent> = {}): StageEvent =>
    stage(state, {line: [{style: 'plain', text: `lock: ${state}`}], quiet: true, step: 'lock', ...more})

  it('have no line in a log', () => {
    const {out, view} = screen(false)
    for (const state of ['started', 'done', 'undone'] as const) view.show(lock(state))
    expect(out.text).toBe('')
  })

  it('have none on a terminal, and the clock of the downtime runs on in what they wait for', () => {
    const {at, out, view} = screen(true)
    view.show(stage('done', {downtimeMs: 1000}))
    view.show(lock('started', {downtimeMs: 1000}))
    expect(rendered(out.text).at(-1)).toBe('')
    at(2000)
    view.wait([{style: 'plain', text: 'lock: trying again'}])
    expect(rendered(out.text).at(-1)).toBe('⠋ lock: trying again  0:02  app stopped 0:03')
    view.show(lock('done', {downtimeMs: 3000}))
    expect(rendered(out.text)).toEqual(['19:00:00 pause Connect: done  0:00  app stopped 0:01', ''])
    view.close()
  })

  it('have one if something is wrong there, or everything is wanted', () => {
    const log = screen(false)
    log.view.show(lock('failed', {quiet: false}))
    expect(log.out.text).toContain('lock: failed')
    const verbose = screen(false, {verbose: true})
    verbose.view.show(lock('done'))
    expect(verbose.out.text).toContain('lock: done')
  })
})

describe('what is done before there is a step', () => {
  it('turns and counts on a terminal, and is gone when something is said', () => {
    const {at, out, view} = screen(true)
    view.show({kind: 'working', line: [{style: 'plain', text: 'Looking at acme'}]})
    expect(rendered(out.text)).toEqual(['⠋ Looking at acme  0:00'])
    at(8250)
    view.wait([{style: 'plain', text: 'trying again'}])
    expect(rendered(out.text)).toEqual(['⠋ trying again  0:08'])
    expect(out.text).toContain('⠸')
    view.show({kind: 'lines', lines: [[{style: 'plain', text: 'the plan'}]], stream: 'out'})
    expect(rendered(out.text)).toEqual(['the plan', ''])
    view.close()
  })

  it('is said once in a log, and not in JSON', () => {
    const log = screen(false)
    log.view.show({kind: 'working', line: [{style: 'plain', text: 'Looking at acme'}]})
    expect([log.out.text, log.err.text]).toEqual(['', 'Looking at acme\n'])
    const machine = screen(false, {json: true})
    machine.view.show({kind: 'working', line: [{style: 'plain', text: 'Looking at acme'}]})
    expect([machine.out.text, machine.err.text]).toEqual(['', ''])
  })
})

describe('data', () => {
  it('goes to stdout as it is', () => {
    const {out, view} = screen(false)
    view.show({kind: 'text', text: '{"a": "`b`"}'})
    expect(out.text).toBe('{"a": "`b`"}\n')
  })
})

describe('--json', () => {
  it('leaves stdout to JSON', () => {
    const {err, out, view} = screen(true, {json: true})
    view.show(stage('started'))
    view.show({kind: 'lines', lines: [[{style: 'plain', text: 'talk'}]], stream: 'out'})
    view.warn('text from outside')
    view.open('https://login.salesforce.com/?state=1')
    view.open(null)
    view.show(JSON_EVENT)
    expect(err.text).toContain('https://login.salesforce.com/?state=1')
    expect(err.text).toContain('no address to log in at')
    expect(out.text).toBe(`${JSON.stringify(JSON_EVENT.value, null, 2)}\n`)
    expect(JSON.parse(out.text)).toEqual({formatVersion: '1.0', kind: 'runs', runs: [], untrusted: []})
    expect(err.text).toContain('talk')
    expect(err.text).not.toContain('outside')
  })
})

describe('--stream', () => {
  it('leaves stdout to lines of JSON, one for each change and each output, and talks on stderr', () => {
    const {at, err, out, view} = screen(true, {json: true, stream: true})
    view.show(stage('started'))
    at(1500)
    view.show(stage('waiting', {detail: 'not quiet\nyet', downtimeMs: 7}))
    view.show({kind: 'lines', lines: [[{style: 'plain', text: 'talk'}]], stream: 'out'})
    view.warn('text from outside')
    view.show(JSON_EVENT)
    const lines = out.text.trimEnd().split('\n')
    const [began, step] = [Date.UTC(2026, 10, 22, 19), {step: 'connect-pause', title: 'pause Connect', zone: 'prepare'}]
    const common = {formatVersion: core.versions().stream, kind: 'stage', ...step}
    expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([
      {...common, at: began, detail: null, downtimeMs: null, state: 'started'},
      {...common, at: began + 1500, detail: 'not quiet\nyet', downtimeMs: 7, state: 'waiting'},
      {at: began + 1500, formatVersion: core.versions().stream, kind: 'output', output: JSON_EVENT.value},
    ])
    expect(err.text).toContain('talk')
    expect(err.text).not.toContain('outside')
  })
})

describe('text from outside', () => {
  it('is harmless and shown once', () => {
    const {err, view} = screen(false)
    view.warn('a\u001B[31mb\u202Ec')
    view.warn('a\u001B[31mb\u202Ec')
    expect(err.text).toBe('a\\u{1b}[31mb\\u{202e}c\n')
  })

  it('keeps its lines', () => {
    const {err, view} = screen(false)
    view.warn('first\nsecond\u2028still second')
    expect(err.text).toBe('first\nsecond\\u{2028}still second\n')
  })
})

describe('small parts', () => {
  it('cut a line at a column, wide characters whole', () => {
    expect(
      plain(
        cutTo(
          [
            {style: 'app', text: 'ab'},
            {style: 'plain', text: '😀cd'},
          ],
          4,
        ),
      ),
    ).toBe('ab😀…')
    expect(plain(cutTo([{style: 'app', text: 'abcd'}], 4))).toBe('abcd')
  })
})
