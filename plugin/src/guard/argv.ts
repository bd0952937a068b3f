/** What was typed behind a command of the CLI, read without knowing the command. */

/** Flags of the watched commands that take a value; the others have none, or `=` before it. */
const VALUES = new Set(['--app', '--as', '--confirm', '--credential', '--name', '--remote', '--version', '-a', '-c', '-r'])

/** What was typed. */
export type Typed = {
  /** Value of `--app`. */
  app: string | null
  /** Value of `--remote`. */
  remote: string | null
  /** Names of all flags, also of those after `--`, which some commands pass on. */
  flags: string[]
  /** Everything before `--` that is neither a flag nor the value of one. */
  words: string[]
}

/** Reads an argv as the CLI does: flags up to `--`, the last one of a name counts. */
export function read(argv: readonly string[]): Typed {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const typed: Typed = {app: null, flags: [], remote: null, words: []}
  for (let at = 0; at < end; at++) {
    const word = argv[at] ?? ''
    if (!word.startsWith('-') || word === '-') {
      typed.words.push(word)
      continue
    }

    const [name, inside] = split(word)
    typed.flags.push(name)
    if (inside === null && VALUES.has(name)) at += 1
    const value = inside ?? (at < end ? (argv[at] ?? null) : null)
    if (name === '--app' || name === '-a') typed.app = value
    if (name === '--remote' || name === '-r') typed.remote = value
  }

  const passedOn = argv.slice(end + 1).filter(word => word.startsWith('--'))
  typed.flags.push(...passedOn.map(word => split(word)[0]))
  return typed
}

/** A flag and the value in the same word, as in `--app=x`, `-ax` and `-a=x`. */
function split(word: string): [string, string | null] {
  if (word.startsWith('--')) {
    const at = word.indexOf('=')
    return at === -1 ? [word, null] : [word.slice(0, at), word.slice(at + 1)]
  }

  if (word.length === 2) return [word, null]
  return [word.slice(0, 2), word.slice(word[2] === '=' ? 3 : 2)]
}
