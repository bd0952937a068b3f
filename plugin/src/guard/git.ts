/** Asks git for the remotes of the current folder. */
import {execFile} from 'node:child_process'
import {promisify} from 'node:util'

import type {Git} from './app.js'

/** Git answers in milliseconds, unless its folder is on a disk that is gone. */
const PATIENCE_MS = 500

/** Git in the current folder; where there is none, no remote leads anywhere. */
export const localGit: Git = {
  async configured() {
    const text = (await git('config', 'heroku.remote')).trim()
    return text === '' ? null : text
  },
  async remotes() {
    const {vars} = await import('@heroku-cli/command')
    return remotesOf(await git('remote', '-v'), vars.gitPrefixes)
  },
}

/** Reads what `git remote -v` prints. */
export function remotesOf(text: string, prefixes: readonly string[]): Array<{name: string; app: string}> {
  const found: Array<{name: string; app: string}> = []
  for (const line of text.split('\n')) {
    const [, name, url] = /^(\S+)\t(\S+) .*\(fetch\)$/.exec(line) ?? []
    const prefix = prefixes.find(one => url?.startsWith(one))
    if (name === undefined || url === undefined || prefix === undefined || !url.endsWith('.git')) continue
    found.push({app: url.slice(prefix.length, -'.git'.length), name})
  }

  return found
}

async function git(...args: string[]): Promise<string> {
  try {
    const {stdout} = await promisify(execFile)('git', args, {encoding: 'utf8', timeout: PATIENCE_MS})
    return stdout
  } catch {
    return ''
  }
}
