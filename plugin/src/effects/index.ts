/** One executor per kind of effect. A kind without one does not compile. */
import type {Effect, Observation} from '../core.js'

import type {DatabaseUrls, UrlSurroundings} from './database-url.js'
import {performFile} from './file.js'
import {performHttp} from './http.js'
import {performSql} from './sql.js'

/** What executors need: the client, the core's redaction, the salt of the run, the run's folder. */
export type Around = UrlSurroundings & {
  urls: DatabaseUrls
  /** Folder of the run, `null` before there is one. */
  folder: string | null
  /** Folder to which the operator's own paths are relative. */
  cwd: string
}

/** Does one effect and classifies the answer. Never rejects for anything outside this process. */
export type Executor<E extends Effect> = (effect: E, around: Around) => Promise<Observation>

const EXECUTORS: {[K in Effect['kind']]: Executor<Extract<Effect, {kind: K}>>} = {
  file: performFile,
  http: performHttp,
  sql: performSql,
}

/** Performs any effect. */
export function perform(effect: Effect, around: Around): Promise<Observation> {
  const executor = EXECUTORS[effect.kind] as Executor<Effect>
  return executor(effect, around)
}
