/** Which app a command is about. */
import type {Typed} from './argv.js'

/** What git knows of the folder, asked only where neither flag nor environment names an app. */
export type Git = {
  /** Value of `heroku.remote`, if it is set. */
  configured(): Promise<string | null>
  /** Remotes that lead to Heroku: the name and the app. */
  remotes(): Promise<Array<{name: string; app: string}>>
}

/** True for names and ids of apps; nothing else is looked for or shown. */
export function isApp(text: string): boolean {
  return /^[a-z\d][a-z\d-]{0,63}$/.test(text)
}

/** The app as the CLI would choose it, or `null` if it is not clear. */
export async function appOf({app, remote}: Typed, env: NodeJS.ProcessEnv, git: Git): Promise<string | null> {
  const named = app ?? (env.HEROKU_APP || null)
  const found = named ?? (await ofRemote(remote, git))
  return found !== null && isApp(found) ? found : null
}

async function ofRemote(wanted: string | null, git: Git): Promise<string | null> {
  const only = wanted ?? (await git.configured())
  const remotes = await git.remotes()
  const fitting = only === null ? remotes : remotes.filter(({name}) => name === only)
  return fitting.length === 1 ? (fitting[0]?.app ?? null) : null
}
