/** What the core put into the page beside the words, read suspiciously: the file may have been changed, cut, or be of another version. */
import type {PageData} from '../../bindings/types.js'

/** What this page understands: a newer minor only adds. */
const MAJOR = '1'

/** What is said where the core's own sentences cannot be read. The words of the page do not depend on it. */
const TROUBLE = {
  damaged: 'The data of this page is damaged, so there is no picture. The words are whole; have the page written anew.',
  newer: 'The data of this page is of another version, so there is no picture. The words are whole; have the page written anew.',
}

/** The data; or a sentence that says why there is none; or nothing, in a page that shows no plan. */
export type Held = {data: PageData} | {trouble: string} | null

/** Reads the data block. */
export function read(block: HTMLElement | null): Held {
  let value: unknown
  try {
    value = JSON.parse(block?.textContent ?? '')
  } catch {
    return {trouble: TROUBLE.damaged}
  }

  if (value === null) return null
  if (typeof value !== 'object' || !('formatVersion' in value) || typeof value.formatVersion !== 'string') {
    return {trouble: TROUBLE.damaged}
  }

  if (value.formatVersion.split('.')[0] !== MAJOR) return {trouble: TROUBLE.newer}
  return {data: value as PageData}
}
