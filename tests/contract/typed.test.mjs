/** Every command that a page tells people to type is one that there is, with flags and arguments that it has. */
import assert from 'node:assert/strict'
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {test} from 'node:test'
import {json, root} from './support.mjs'

const manifest = file => JSON.parse(readFileSync(path.join(root, file), 'utf8')).commands
const ours = manifest('plugin/oclif.manifest.json')
const theirs = {
  ...manifest('node_modules/heroku/oclif.manifest.json'),
  ...manifest('node_modules/@oclif/plugin-plugins/oclif.manifest.json'),
}
const official = json('official-plugin.json')
const aliases = new Map(Object.entries(theirs).flatMap(([id, command]) => command.aliases.map(alias => [alias, id])))

/** What looks like a command and is none: the guard's page is about them. */
const topics = Object.keys(JSON.parse(readFileSync(path.join(root, 'plugin/hooks/guard.json'), 'utf8')).topics)

/** Pages for people. */
const pages = ['README.md', ...readdirSync(path.join(root, 'docs'), {recursive: true}).map(name => `docs/${name}`)].filter(name =>
  name.endsWith('.md'),
)

/** Command lines of a page: those that stand alone are whole, those inside of a sentence may leave the rest out. */
function typed(page) {
  const text = readFileSync(path.join(root, page), 'utf8')
  const alone = [...text.matchAll(/^ {4,}(?:\$ )?(heroku [a-z].*)$/gm)].map(([, line]) => ({line, whole: true}))
  const within = [...text.matchAll(/`(heroku [a-z][^`]*)`/g)].map(([, line]) => ({line: line.replaceAll(/\s+/g, ' '), whole: false}))
  return [...alone, ...within]
}

/** Words of a line as a shell has them, without what is for the shell. */
function wordsOf(line) {
  const [command] = line.replaceAll(/'[^']*'/g, quoted => quoted.replaceAll(/[#>|]/g, '_')).split(/\s+(?:#|>|\|)\s*/)
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain)
}

/** What is wrong with a command line. */
function faults({line, whole}) {
  const [, id, ...words] = wordsOf(line)
  if (topics.includes(id) || topics.includes(`${id} ${words[0]}`)) return []
  const command = ours[id] ?? theirs[id] ?? theirs[aliases.get(id)]
  if (!command) return official.commands[id] || official.before.includes(id) ? [] : [`there is no ${id}`]
  const {found, given, rest} = taken(command, words)
  if (!whole || !ours[id]) return found
  const needed = Object.values(command.args).filter(arg => arg.required)
  const flags = Object.values(command.flags).filter(flag => flag.required && !given.includes(flag.name))
  return [
    ...found,
    ...flags.map(flag => `--${flag.name} is missing`),
    ...(rest < needed.length ? [`${needed.length} arguments are needed`] : []),
    ...(command.strict !== false && rest > Object.keys(command.args).length ? ['too many arguments'] : []),
  ]
}

/** Flags and the number of arguments of a command line. */
function taken(command, words) {
  const [found, given] = [[], []]
  let rest = 0
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]
    // What follows is for somebody else.
    if (word === '--') break
    if (!word.startsWith('-') || word === '-') {
      rest += 1
      continue
    }

    const [name, value] = word.split('=')
    const flag = Object.values(command.flags).find(
      one =>
        `--${one.name}` === name ||
        `-${one.char}` === name ||
        (one.allowNo && `--no-${one.name}` === name) ||
        one.aliases?.includes(name.slice(2)),
    )
    if (!flag && name !== '--help') found.push(`there is no ${name}`)
    if (!flag) continue
    given.push(flag.name)
    if (flag.type !== 'option') continue
    const is = value ?? words[(at += 1)]
    if (is === undefined || is.startsWith('--')) found.push(`${name} has no value`)
    // In capitals it stands for one.
    else if (flag.options && is !== is.toUpperCase() && !flag.options.includes(is)) found.push(`${name} cannot be ${is}`)
  }

  return {found, given, rest}
}

test('every command of every page exists as it is typed there', () => {
  const all = pages.flatMap(page => typed(page).map(one => ({...one, page})))
  assert.ok(all.length > 60, String(all.length))
  assert.ok(all.filter(one => one.whole && one.page === 'docs/operators-guide.md').length > 10)
  assert.deepEqual(
    all.flatMap(one => faults(one).map(fault => `${one.page}: ${one.line}: ${fault}`)),
    [],
  )
})

test('what is wrong is found', () => {
  const of = line => faults({line, whole: true})
  assert.deepEqual(of('heroku connect:upgrade-db --app acme --version 17 --plan-only > file # why'), [])
  assert.deepEqual(of('heroku connect:upgrad-db --app acme'), ['there is no connect:upgrad-db'])
  assert.deepEqual(of('heroku connect:upgrade-db --version 17'), ['--app is missing'])
  assert.deepEqual(of('heroku connect:upgrade-db --app acme --plan'), ['there is no --plan'])
  assert.deepEqual(of('heroku connect:upgrade-db --app acme --method by-hand'), ['--method cannot be by-hand'])
  assert.deepEqual(of('heroku connect:upgrade-db --app'), ['--app has no value'])
  assert.deepEqual(of('heroku connect:runs:resume'), ['1 arguments are needed'])
  assert.deepEqual(of('heroku connect:runs:resume A B'), ['too many arguments'])
  assert.deepEqual(of('heroku pg:info --nonsense'), ['there is no --nonsense'])
})

test('the screen of the README is the one that is kept', () => {
  const kept = readFileSync(path.join(root, 'tests/fixtures/upgrade-db/good/screen.txt'), 'utf8')
  const page = readFileSync(path.join(root, 'README.md'), 'utf8')
  assert.ok(page.includes(`$ heroku connect:upgrade-db --app acme-sync --version 17\n${kept}> acme-sync\n`))
})
