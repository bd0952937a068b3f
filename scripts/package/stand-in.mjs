/** A plugin with the commands of the official Connect plugin, which is on no registry that this machine must reach: each says its id. */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {root} from '../lib/paths.mjs'

/** What the official plugin has, with its version. */
export const official = JSON.parse(readFileSync(path.join(root, 'tests', 'fixtures', 'official-plugin.json'), 'utf8'))

/** Writes it into a folder that can be linked. */
export function writeStandIn(folder) {
  const {commands, description, topic, version} = official
  const oclif = {bin: 'heroku', commands: './commands', topics: {[topic]: {description}}}
  const write = (name, text) => {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), {recursive: true})
    writeFileSync(file, text)
  }

  write('package.json', JSON.stringify({name: 'official-stand-in', oclif, type: 'module', version}))
  const described = Object.entries(commands).map(([id, aliases]) => {
    write(`commands/${id.replaceAll(':', '/')}.js`, `export default class { static run() { console.log('theirs ${id}') } }\n`)
    return [id, {aliases, args: {}, flags: {}, id, pluginName: 'official-stand-in', summary: `theirs ${id}`}]
  })
  write('oclif.manifest.json', JSON.stringify({commands: Object.fromEntries(described), version}))
}
