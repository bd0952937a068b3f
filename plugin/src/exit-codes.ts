/** What each exit code means, as shown by `--help`. The codes themselves come from the core. */
export const EXIT_CODES: ReadonlyArray<readonly [code: number, meaning: string]> = [
  [0, 'done, or nothing to do'],
  [1, 'unexpected failure'],
  [2, 'usage: a flag is missing or wrong'],
  [10, 'blocked, nothing changed'],
  [11, 'paused, resumable'],
  [12, 'failed and undone'],
  [13, 'operator needed'],
]

/** The table as a paragraph of a command's description. */
export function exitCodeHelp(): string {
  return ['Exit codes:', ...EXIT_CODES.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`)].join('\n')
}
