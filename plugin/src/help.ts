/** What the help of several commands shares. */
import {EXIT_CODES} from './catalog.js'

/** The exit codes as a paragraph of a command's description. */
export function exitCodeHelp(): string {
  return ['Exit codes:', ...EXIT_CODES.map(({code, meaning}) => `  ${String(code).padStart(3)}  ${meaning}`)].join('\n')
}

/** An example: what it is for, and the command. */
export function example(what: string, words: string): string {
  return `# ${what}\n<%= config.bin %> <%= command.id %>${words === '' ? '' : ` ${words}`}`
}
