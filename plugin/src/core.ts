/**
 * Loads the WebAssembly core, once and only when a command needs it. The only file that imports the generated package;
 * the types of everything that crosses the boundary come from there too.
 */
import type * as Generated from '../wasm/connect_bindings.js'
import type {
  Command,
  Context,
  Directive,
  Effect,
  Ending,
  Event,
  Journals,
  Line,
  Notification,
  Observation,
  Occasion,
  Plan,
  Reading,
  Stay,
  Versions,
} from '../wasm/connect_bindings.js'

export type {
  Api,
  Command,
  Context,
  Directive,
  Effect,
  Ending,
  Event,
  GivenFile,
  Guard,
  JournalLine,
  Journals,
  Judge,
  Line,
  Notification,
  Observation,
  Occasion,
  Reading,
  Request,
  StoredRun,
  Streamed,
  StreamedItem,
  Style,
  UnknownReason,
  UnreachableReason,
  Watched,
} from '../wasm/connect_bindings.js'

/** Effects of one kind. */
export type EffectOf<K extends Effect['kind']> = Extract<Effect, {kind: K}>

/** A step changed its state. */
export type StageEvent = Extract<Event, {kind: 'stage'}>

/** One command being carried out: a machine that asks and is answered. */
export type Session = {
  /** Gives the one thing to do next; `now` in milliseconds since 1970-01-01 UTC. */
  next(now: number): Directive
  /** Takes the one answer to the directive with this id. */
  observe(id: number, observation: Observation, now: number): void
  /** Gives the memory back. */
  free(): void
}

/** Says what people want to know of a command who do not watch. */
export type Herald = {
  /** Takes a line that is about to be appended to a journal. */
  appended(runId: string, line: string): Notification | null
  /** Takes a question that is about to be asked. */
  asked(question: Line[], now: number): Notification | null
  /** Takes the end of the command. */
  ended(exitCode: number, ending: Ending, now: number): Notification | null
}

/** The core's front door. */
export type Core = {
  /** Begins a command. */
  session(command: Command, context: Context): Session
  /** Lets through what the allow-list names; `salt` keys the fingerprints of URLs. */
  redact(body: unknown, reads: Reading[], salt: string): unknown
  /** The web address at this pointer of an answer, for a person to open. */
  address(body: unknown, pointer: string): string | undefined
  /** The organization that an export file names, as the fingerprint that it has in an answer. */
  organization(file: string, salt: string): string | undefined
  /** Lets a row through, with the texts of these columns as keyed fingerprints. */
  redactRow(row: unknown, fingerprints: string[], salt: string): unknown
  /** Which journals a command needs. */
  journals(command: Command): Journals
  /** SHA-256 of a plan, for which an approval holds. */
  planSha256(plan: Plan): string
  /** Makes text from outside harmless on a terminal. */
  printable(text: string): string
  /** How long the app has been stopped, as it stands behind the line of a step. */
  downtimeClock(ms: number): Line
  /** How long something has taken, as it stands behind its line. */
  elapsed(ms: number): Line
  /** Follows a command, for those who do not watch. */
  herald(context: Context): Herald
  /** What the process of a command stays for, once its run is done; `null` if it ends. */
  stays(command: Command, run: string, now: number): Stay | null
  /** How long Connect stays paused, said by a process that stays for it. */
  staysFor(ms: number): Line
  /** What such a process asks at Ctrl-C. */
  staysAsked(): Line
  /** What is said where a notification was not taken. */
  undelivered(occasion: Occasion, why: string): Line
  /** Versions of the core and of everything that it writes down. */
  versions(): Versions
}

/** The generated package, as far as it is used. */
export type Package = Pick<
  typeof Generated,
  | 'address'
  | 'downtimeClock'
  | 'elapsed'
  | 'journals'
  | 'organization'
  | 'planSha256'
  | 'printable'
  | 'redact'
  | 'redactRow'
  | 'stays'
  | 'staysAsked'
  | 'staysFor'
  | 'undelivered'
  | 'versions'
> & {
  Herald: new (context: Context) => Herald
  Session: new (command: Command, context: Context) => Session
}

/** The core cannot go on. What was journalled stays resumable. */
export class CoreError extends Error {
  override name = 'CoreError'

  constructor(
    message: string,
    /** True if the core broke its own rules: a bug of ours, never of the operator. */
    readonly bug: boolean,
  ) {
    super(message)
  }
}

/** Loads the core. */
export async function loadCore(): Promise<Core> {
  let pack: Package
  try {
    pack = await import('../wasm/connect_bindings.js')
  } catch (error) {
    throw new CoreError(`the core could not be loaded (${nameOf(error)}); reinstall the plugin`, false)
  }

  return wrap(pack)
}

/** Puts a guard round each entry, so that a panic arrives as a {@link CoreError}. */
export function wrap(pack: Package): Core {
  return {
    address: (body, pointer) => guard(() => pack.address(body, pointer)),
    downtimeClock: ms => guard(() => pack.downtimeClock(ms)),
    elapsed: ms => guard(() => pack.elapsed(ms)),
    herald: context => guard(() => new pack.Herald(context)),
    journals: command => guard(() => pack.journals(command)),
    organization: (file, salt) => guard(() => pack.organization(file, salt)),
    planSha256: plan => guard(() => pack.planSha256(plan)),
    printable: text => guard(() => pack.printable(text)),
    redact: (body, reads, salt) => guard(() => pack.redact(body, reads, salt)),
    redactRow: (row, fingerprints, salt) => guard(() => pack.redactRow(row, fingerprints, salt)),
    session(command, context) {
      const inner = guard(() => new pack.Session(command, context))
      let broken = false
      const guarded = <T>(call: () => T): T => {
        try {
          return guard(call)
        } catch (error) {
          broken = true
          throw error
        }
      }

      return {
        free() {
          // After a panic the module's memory is not to be trusted, and the process ends anyway.
          if (!broken) guard(() => inner.free())
        },
        next: now => guarded(() => inner.next(now)),
        observe(id, observation, now) {
          guarded(() => inner.observe(id, observation, now))
        },
      }
    },
    stays: (command, run, now) => guard(() => pack.stays(command, run, now)),
    staysAsked: () => guard(() => pack.staysAsked()),
    staysFor: ms => guard(() => pack.staysFor(ms)),
    undelivered: (occasion, why) => guard(() => pack.undelivered(occasion, why)),
    versions: () => guard(() => pack.versions()),
  }
}

function guard<T>(call: () => T): T {
  try {
    return call()
  } catch (error) {
    // What the core itself refuses says whose fault it is; a panic does not. A code alone proves nothing: Node's errors have one.
    const own = error instanceof Error && 'bug' in error && typeof error.bug === 'boolean' ? error.bug : null
    throw new CoreError(own === null ? nameOf(error) : (error as Error).message, own ?? true)
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
