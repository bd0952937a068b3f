/** A private home for the real CLI: nothing of the operator's own settings, plugins, credentials or git config is touched. */
import {mkdirSync} from 'node:fs'
import path from 'node:path'
import {bin} from '../lib/paths.mjs'

/** Variables of the operator's that may pass. */
const kept = /^(COLORTERM|COLUMNS|FORCE_COLOR|LANG|LC_\w+|LINES|NO_COLOR|PATH|SHELL|TERM|TERM_PROGRAM|TMPDIR|TZ|USER)$/

/**
 * Folders of a private home.
 * @param {string} home its folder
 * @returns {Record<string, string>}
 */
export function homeVariables(home) {
  return {
    GIT_CONFIG_GLOBAL: path.join(home, '.gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    HOME: home,
    PATH: [bin, process.env.PATH ?? ''].join(path.delimiter),
    XDG_CACHE_HOME: path.join(home, 'cache'),
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_DATA_HOME: path.join(home, 'data'),
  }
}

/**
 * Environment of one CLI process.
 * @param {string} home folder of the private home
 * @param {Record<string, string>} sandbox what the sandbox asks to be exported
 * @param {Record<string, string | undefined>} [more] what a test adds, or takes away with `undefined`
 */
export function cliEnvironment(home, sandbox, more = {}) {
  mkdirSync(home, {mode: 0o700, recursive: true})
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)))
  const all = {...own, ...sandbox, ...homeVariables(home), ...more}
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** Folder of the plugin's journals in a private home. */
export function runsFolder(home) {
  return path.join(home, 'data', 'heroku', 'connect-maintenance', 'runs')
}
