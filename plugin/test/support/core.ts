/** A core that only records and follows a script: it decides nothing. */
import type {Core, Directive, Observation, Reading, Session} from '../../src/core.js'

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

/** Calls of `redactRow`. */
export type RedactedRow = {row: unknown; fingerprints: string[]; salt: string}

/** What a core that records remembers. */
export type Recorded = {redacted: Redacted[]; redactedRows: RedactedRow[]}

/** A core whose redaction remembers its calls and lets fingerprints made of a text's length through. */
export function recordingCore(script: Directive[] = []): Core & Recorded {
  const redacted: Redacted[] = []
  const redactedRows: RedactedRow[] = []
  return {
    address: (body, pointer) => (body as Record<string, string> | null)?.[pointer.slice(1)],
    downtimeClock: ms => [{style: 'failure', text: `  [${ms}]`}],
    elapsed: ms => [{style: 'faint', text: `  ${ms} ms`}],
    herald: () => ({appended: () => null, asked: () => null, ended: () => null}),
    journals: () => ({kind: 'none'}),
    organization: (file, salt) => (file === '' ? undefined : `${salt}-${file.length}`),
    planSha256: () => '',
    printable: text => text,
    redact(body, reads, salt) {
      redacted.push({body, reads, salt})
      const url = (body as {url?: unknown} | null)?.url
      return typeof url === 'string' ? {url: {fingerprint: `fp-${url.length}`}} : {redacted: true}
    },
    redacted,
    redactedRows,
    redactRow(row, fingerprints, salt) {
      redactedRows.push({fingerprints, row, salt})
      if (row === null) return null
      const hidden = fingerprints.map(name => [name, `fp-${String((row as Record<string, unknown>)[name]).length}`])
      return {...row, ...Object.fromEntries(hidden)}
    },
    session: () => new ScriptedSession(script),
    stays: () => null,
    staysAsked: () => [{style: 'plain', text: 'resume, leave or wait?'}],
    staysFor: ms => [{style: 'plain', text: `stays for ${ms / 60_000} min`}],
    undelivered: (occasion, why) => [{style: 'warning', text: `${occasion}: ${why}`}],
    versions: () => ({
      catalog: '1.0',
      core: 'test',
      journal: '1.0',
      notification: '1.0',
      output: '1.0',
      plan: '1.0',
      report: '1.0',
      snapshot: '1.0',
      stream: '1.0',
    }),
  }
}
