/** A core that only records and follows a script: it decides nothing. */
import type {Core, Session} from '../../src/core.js'
import type {Directive, Observation, Reading} from '../../src/core.js'

/** What the loop told the core. */
export type Told = {id: number; observation: Observation; now: number}

/** A session that hands out the given directives, one per answer. */
export class ScriptedSession implements Session {
  readonly told: Told[] = []
  freed = false
  private position = 0

  constructor(private readonly script: Directive[]) {}

  next(): Directive {
    const directive = this.script[this.position]
    if (directive === undefined) throw new Error('the script has ended')
    return directive
  }

  observe(id: number, observation: Observation, now: number): void {
    this.told.push({id, now, observation})
    this.position += 1
  }

  free(): void {
    this.freed = true
  }
}

/** Calls of `redact`. */
export type Redacted = {body: unknown; reads: Reading[]; salt: string}

/** A core whose `redact` remembers its calls and lets a fingerprint made of the URL's length through. */
export function recordingCore(script: Directive[] = []): Core & {redacted: Redacted[]} {
  const redacted: Redacted[] = []
  return {
    redact(body, reads, salt) {
      redacted.push({body, reads, salt})
      const url = (body as {url?: unknown} | null)?.url
      return typeof url === 'string' ? {url: {fingerprint: `fp-${url.length}`}} : {redacted: true}
    },
    journals: () => ({kind: 'none'}),
    printable: (text) => text,
    redactRow: (row, fingerprints) => (fingerprints.length === 0 ? row : {fingerprints, row}),
    redacted,
    session: () => new ScriptedSession(script),
    versions: () => ({catalog: '1.0', core: 'test', journal: '1.0', output: '1.0', plan: '1.0', report: '1.0', snapshot: '1.0'}),
    windowClock: (ms) => [{style: 'info', text: `  [${ms}]`}],
  }
}
