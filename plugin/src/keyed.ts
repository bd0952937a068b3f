/** The organization that a configuration names, made comparable with the one of an answer, which the core knows by a fingerprint alone. */
import type {Command, Core, GivenFile, Reading} from './core.js'

const ORGANIZATION: Reading = {as: 'fingerprint', pointer: '/connection/organization_id'}

/** The command with the fingerprint of its file's organization, if it is to be compared with one that runs. */
export function keyed(command: Command, core: Pick<Core, 'redact'>, salt: string): Command {
  if (command.kind === 'configCheck') return command.app === null ? command : {...command, org: orgOf(command.file, core, salt)}
  if (command.kind !== 'configDiff' || command.app === null) return command
  const [file] = command.files
  return file === undefined ? command : {...command, org: orgOf(file, core, salt)}
}

/** `null` if it names none, or cannot be read: why it cannot is the core's to say. */
function orgOf(file: GivenFile, core: Pick<Core, 'redact'>, salt: string): string | null {
  let body: unknown
  try {
    body = JSON.parse(file.text)
  } catch {
    return null
  }

  const seen = core.redact(body, [ORGANIZATION], salt) as {connection?: {organization_id?: unknown}} | null
  const org = seen?.connection?.organization_id
  return typeof org === 'string' ? org : null
}
