/** What is installed here that commands use which are printed for people. */
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'

import type {Interfaces} from '@oclif/core'

import {SHELL_NAMES} from './catalog.js'
import type {Command} from './core.js'

/** Looks at the CLI's plugins and along the PATH; starts nothing. */
export function installed(
  config: Pick<Interfaces.Config, 'plugins'>,
  env: {PATH?: string | undefined} = process.env,
): Extract<Command, {kind: 'doctor'}>['tools'] {
  return {connectPlugin: config.plugins.has(SHELL_NAMES.officialPlugin), psql: onPath('psql', env.PATH)}
}

/** Whether a program of this name can be started; `null` where nobody knows where programs are. */
function onPath(name: string, paths: string | undefined): boolean | null {
  if (paths === undefined) return null
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name]
  return paths.split(path.delimiter).some(folder => names.some(file => executable(path.join(folder, file))))
}

function executable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}
