/** What `npm start` itself says: marked off from the command's own output, in colour where the terminal has it. */
import {styleText} from 'node:util'

const plain = !process.stderr.isTTY || Boolean(process.env.NO_COLOR)
const paint = (style, text) => (plain ? text : styleText(style, text))

/** A command line that is about to run. */
export function command(text) {
  process.stderr.write(`\n${paint('bold', '$')} ${paint('cyan', text)}\n`)
}

/** One remark. */
export function remark(text) {
  process.stderr.write(`${paint('gray', '#')} ${text}\n`)
}

/** The last word. */
export function result(good, text) {
  process.stderr.write(`\n${paint(good ? 'green' : 'red', good ? 'OK' : 'NOT OK')}  ${text}\n`)
}
