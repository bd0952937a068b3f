/** The journals that one command holds open. */
import {SHELL_EXIT_CODES} from './catalog.js'
import type {StoredRun} from './core.js'
import type {Journal} from './journal/journal.js'
import type {RunStore} from './journal/store.js'
import {ShellError} from './shell-error.js'

/** Opens runs when they are first written to, and existing ones before the core sees them. */
export class OpenRuns {
  private readonly journals = new Map<string, Journal>()
  /** Last run that something was written to. */
  latest: string | null = null

  constructor(
    private readonly store: RunStore,
    /** Keys the fingerprints of this command. */
    public salt: string,
  ) {}

  /**
   * Takes an existing run over from whoever drove it, and reads it again now that nobody else writes.
   *
   * @throws LockHeldError if a living process drives it
   */
  async adopt(runId: string, now: number): Promise<StoredRun> {
    const salt = await this.store.readSalt(runId)
    if (salt === null) {
      throw new ShellError(`the file salt of run ${runId} is missing, so its databases cannot be recognised`, SHELL_EXIT_CODES.unexpected)
    }

    this.salt = salt
    this.journals.set(runId, await this.store.open(runId, salt, now))
    this.latest = runId
    const run = await this.store.read(runId)
    if (run === null) throw new ShellError(`run ${runId} has just disappeared`, SHELL_EXIT_CODES.blocked)
    return {...run, open: false}
  }

  /** Appends a record, beginning the run if it is new. */
  async append(runId: string, line: string, head: string, now: number): Promise<void> {
    let journal = this.journals.get(runId)
    if (journal === undefined) {
      journal = await this.store.open(runId, this.salt, now)
      this.journals.set(runId, journal)
    }

    this.latest = runId
    await journal.append(line, head)
  }

  /** Lets go of everything. */
  async close(): Promise<void> {
    for (const journal of this.journals.values()) await journal.close()
    this.journals.clear()
  }
}
