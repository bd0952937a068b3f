/** Performs `file` effects. */
import path from 'node:path'

import type {EffectOf} from '../core.js'
import {replaceFile, writeThrough} from '../journal/durable.js'
import {RESERVED_NAMES} from '../journal/store.js'

import type {Around, Executor} from './executor.js'

/** Writes the text and flushes it, readable by the owner only. */
export const performFile: Executor<EffectOf<'file'>> = async (effect, around) => {
  const target = placeOf(effect, around)
  if (target === null) return {kind: 'unreachable', reason: 'disk'}
  try {
    // An operator's path may be a device or a pipe: it is written, never replaced.
    await (effect.operatorPath ? writeThrough(target, effect.text) : replaceFile(target, effect.text))
    return {kind: 'done'}
  } catch (error) {
    around.warn(`${target}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be written'}`)
    return {kind: 'unreachable', reason: 'disk'}
  }
}

/** Absolute path, or `null` for a name that would leave the run's folder or replace its journal. */
function placeOf(effect: EffectOf<'file'>, around: Around): string | null {
  const {name, operatorPath} = effect
  if (operatorPath) return name === '' ? null : path.resolve(around.cwd, name)
  return inFolder(name, around)
}

/** Absolute path of a file of the run, or `null` for a name that would leave its folder or replace its journal, or without a folder. */
export function inFolder(name: string, {folder}: Pick<Around, 'folder'>): string | null {
  const bare = /^[\w-][\w.-]*$/.test(name) && !RESERVED_NAMES.includes(name)
  return bare && folder !== null ? path.join(folder, name) : null
}
