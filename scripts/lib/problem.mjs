/** A failure that one clear sentence explains: printed without a stack. */
export class Problem extends Error {
  /**
   * @param {string} sentence what is wrong and what to do about it
   * @param {{exitCode?: number, cause?: unknown, detail?: string}} [options] `detail`: the tail of a program's output
   */
  constructor(sentence, {exitCode = 2, cause, detail} = {}) {
    super(sentence, {cause})
    this.name = 'Problem'
    this.exitCode = exitCode
    this.detail = detail
  }
}

/** Sentence for a disk without room, whoever noticed it. */
export function diskFull(where) {
  return new Problem(`No disk space is left where ${where} is; free some and run the same command again, it goes on where it stopped.`)
}

/** Turns what the system says about a full disk into our sentence; anything else passes through unchanged. */
export function explain(error, where) {
  if (error instanceof Problem) return error
  if (error?.code === 'ENOSPC' || error?.code === 'EDQUOT') return diskFull(where)
  return error
}

/** Runs a script's main function; a [Problem] becomes its sentence and its exit code. */
export async function main(body) {
  try {
    const code = await body()
    if (typeof code === 'number') process.exitCode = code
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.detail) process.stderr.write(`${error.detail.trimEnd()}\n`)
    process.stderr.write(`\n${error.message}\n`)
    process.exitCode = error.exitCode
  }
}
