/** Registry lines: each new thing is named in the files that list all of its kind. */
import {Problem} from '../lib/problem.mjs'

/**
 * Adds a line among others of its kind.
 * @param {string} text of the file
 * @param {{line: string, like: RegExp, sorted: boolean}} entry `like`: the lines it belongs to; `sorted`: in alphabetical
 *   place rather than last
 */
export function addLine(text, {like, line, sorted}) {
  const lines = text.split('\n')
  const own = lines.flatMap((one, at) => (like.test(one) ? [at] : []))
  if (own.length === 0) throw new Problem(`The registry is not built as expected: no line like ${like} in it.`)
  const after = sorted ? own.find(at => lines[at] > line) : undefined
  lines.splice(after ?? own.at(-1) + 1, 0, line)
  return lines.join('\n')
}
