/** What every refusal has in common. */
import assert from 'node:assert/strict'

/**
 * Runs a command that must be refused, in one sentence that matches, without a stack and without a change.
 * @param {object} box
 * @param {string[]} args
 * @param {number[]} codes exit codes that will do
 * @param {RegExp} sentence
 * @param {object} [options] of `box.heroku`
 * @returns {Promise<string>} both streams as one text
 */
// eslint-disable-next-line max-params -- a test reads: where, what is typed, how it ends, what is said
export async function refused(box, args, codes, sentence, options) {
  const seen = (await box.requests()).length
  const runs = box.runs()
  const result = await box.heroku(args, options)
  const text = result.stdout + result.stderr
  assert.ok(codes.includes(result.code), `${result.code}: ${text}`)
  assert.match(text, sentence)
  assert.doesNotMatch(text, /\n\s+at .*\.js:\d+/, 'no stack')
  assert.doesNotMatch(text, /<html/i)
  const changes = (await box.requests()).slice(seen).filter(request => request.mutates)
  assert.deepEqual(changes, [])
  assert.deepEqual(box.runs(), runs, 'no run was begun')
  return text
}
