/** The organization that a configuration names, made comparable with the one of an answer, which the core knows by a fingerprint alone. */
import type {Command, Core, GivenFile} from './core.js'

/** The command with the fingerprint of its file's organization, if it is to be compared with one that runs. */
export function keyed(command: Command, core: Pick<Core, 'organization'>, salt: string): Command {
  if (command.kind !== 'configCheck' && command.kind !== 'configDiff') return command
  const file: GivenFile | undefined = command.kind === 'configCheck' ? command.file : command.files[0]
  if (command.app === null || file === undefined) return command
  return {...command, org: core.organization(file.text, salt) ?? null}
}
