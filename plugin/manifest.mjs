// Writes oclif.manifest.json from the compiled commands, so that the CLI can list and help without loading them.
// The same as `oclif manifest`, without that tool's 1,600 packages.
import {readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath} from 'node:url'

import {Plugin} from '@oclif/core'

const root = path.dirname(fileURLToPath(import.meta.url))
const {version} = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
const plugin = new Plugin({errorOnManifestCreate: true, ignoreManifest: true, respectNoCacheDefault: true, root})
await plugin.load()
const commands = Object.keys(plugin.manifest.commands).sort()
if (commands.length === 0) throw new Error('no commands found: compile first')
await writeFile(
  path.join(root, 'oclif.manifest.json'),
  `${JSON.stringify({commands: Object.fromEntries(commands.map(id => [id, plugin.manifest.commands[id]])), version}, null, 2)}\n`,
)
