/**
 * A sentence for the operator and the exit code that goes with it, for what fails in the shell itself: a lock that is
 * held, a folder that cannot be read, a bug in the core.
 */
export class ShellError extends Error {
  override name = 'ShellError'

  constructor(
    message: string,
    /** Process exit code, see {@link EXIT_CODES}. */
    readonly exitCode: number,
  ) {
    super(message)
  }
}
