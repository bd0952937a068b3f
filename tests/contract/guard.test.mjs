/** What the hooks watch is what the core has a sentence for, and what the real CLI has a command for. */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {test} from 'node:test'
import {core, root} from './support.mjs'

const hooks = path.join(root, 'plugin/hooks')
const guard = JSON.parse(readFileSync(path.join(hooks, 'guard.json'), 'utf8'))
const prerun = await import(path.join(hooks, 'prerun.mjs'))
const init = await import(path.join(hooks, 'init.mjs'))
const manifest = file => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
const {commands} = manifest('node_modules/heroku/oclif.manifest.json')
const ours = manifest('plugin/oclif.manifest.json').commands

/** Commands of the official Connect plugin, which is not installed here. */
const official = Object.keys(manifest('tests/fixtures/official-plugin.json').commands)

test('each hook watches what it has a text for, and nothing else', () => {
  assert.deepEqual([...prerun.watched].sort(), Object.keys(guard.commands).sort())
  assert.deepEqual([...init.watched].sort(), Object.keys(guard.topics).sort())
})

test('each watched command is one of the real CLI, by its canonical id', () => {
  const missing = Object.keys(guard.commands).filter(id => !commands[id] && !official.includes(id))
  assert.deepEqual(missing, [])
})

test('no topic is a command of the real CLI', () => {
  for (const typed of Object.keys(guard.topics)) assert.equal(commands[typed], undefined, typed)
})

test('each way that is told is a command of ours, with flags that it has', () => {
  const ways = Object.values({...guard.commands, ...guard.topics}).flatMap(one => one.instead)
  assert.ok(ways.length > 20)
  for (const way of ways) {
    const [, id, ...words] = way.split(' ')
    assert.ok(ours[id], way)
    for (const flag of words.filter(word => word.startsWith('--'))) assert.ok(ours[id].flags[flag.slice(2)], `${way}: ${flag}`)
  }
})

test('a command that is stopped ends with the code of what is blocked', () => {
  assert.equal(guard.exitCode, core.catalog().shellExitCodes.blocked)
})

test('no hook imports anything before something watched was typed', () => {
  for (const name of ['init.mjs', 'prerun.mjs']) {
    assert.doesNotMatch(readFileSync(path.join(hooks, name), 'utf8'), /^\s*import\s|\brequire\(/m)
  }
})

test('what is not watched is let through without a word, and so is what the hooks themselves break on', async t => {
  const stopped = {error: () => assert.fail('it was stopped')}
  await prerun.default.call(stopped, {argv: [], Command: {id: 'config'}, config: null})
  await init.default.call(stopped, {id: undefined})
  process.env.HEROKU_CONNECT_GUARD = 'block'
  t.after(() => delete process.env.HEROKU_CONNECT_GUARD)
  await prerun.default.call(stopped, {argv: null, Command: {id: 'pg:promote'}, config: null})
  await init.default.call(stopped, {argv: null, id: 'pg:upgrade'})
})
