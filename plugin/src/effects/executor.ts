/** What an executor is. */
import type {Effect, Observation} from '../core.js'

import type {DatabaseUrls, UrlSurroundings} from './database-url.js'
import type {Sessions} from './sql.js'
import type {Tunnels} from './tunnels.js'

/** What executors need: the client, the core's redaction, the salt of the run, the run's folder. */
export type Around = UrlSurroundings & {
  urls: DatabaseUrls
  sessions: Sessions
  tunnels: Tunnels
  /** From now on the salt of this command is that of a run which another machine began. */
  adoptSalt(salt: string): void
  /** Takes an address that a person must open; it is shown, and kept nowhere. `null` if the service gave none. */
  open(address: string | null): void
  /** Folder of the run, `null` before there is one. */
  folder: string | null
  /** Folder to which the operator's own paths are relative. */
  cwd: string
}

/** Does one effect and classifies the answer. Never rejects for anything outside this process. */
export type Executor<E extends Effect> = (effect: E, around: Around) => Promise<Observation>
