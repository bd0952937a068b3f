/** Registry lines: each new thing is named in the `mod.rs` of its folder. */
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

/** Adds an entry to the list `ALL`, and counts it. */
export function addToAll(text, {line, sorted}) {
  const found = /^pub const ALL: \[&dyn \w+; (\d+)\] = \[\n(?:.*\n)*?\];$/m.exec(text)
  if (!found) throw new Problem('The registry is not built as expected: no list ALL in it.')
  const [list, count] = found
  const counted = list.replace(`; ${count}]`, `; ${Number(count) + 1}]`)
  return text.replace(list, addLine(counted, {like: /^ {4}&/, line, sorted}))
}
