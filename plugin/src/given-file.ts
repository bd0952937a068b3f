/** Reads a file that the operator names, as it is: what it means is the core's to say. */
import {createReadStream} from 'node:fs'
import path from 'node:path'
import process from 'node:process'

import {Errors} from '@oclif/core'

import {SHELL_EXIT_CODES} from './catalog.js'
import type {GivenFile} from './core.js'

/** Larger is no file of ours, and may be a device that never ends. */
const LARGEST = 32 * 1024 * 1024

/** What people say for the system's words. */
const WHY: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
}

/** The file of this name; a pipe or a device will do. Text that is no UTF-8 arrives with marks in it, which no format has. */
export async function givenFile(name: string): Promise<GivenFile> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of createReadStream(path.resolve(process.cwd(), name)) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > LARGEST) throw refused(name, 'it is larger than any file of this plugin')
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Errors.CLIError) throw error
    const {code = 'it cannot be read'} = error as NodeJS.ErrnoException
    throw refused(name, WHY[code] ?? code)
  }

  return {name, text: new TextDecoder().decode(Buffer.concat(chunks))}
}

function refused(name: string, why: string): Errors.CLIError {
  return new Errors.CLIError(`${JSON.stringify(name)} cannot be used: ${why}`, {exit: SHELL_EXIT_CODES.usage})
}
