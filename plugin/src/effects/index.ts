/** One executor per kind of effect. A kind without one does not compile. */
import type {Effect, Observation} from '../core.js'

import type {Around, Executor} from './executor.js'
import {performFile} from './file.js'
import {performHttp} from './http.js'
import {performSql} from './sql.js'

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
