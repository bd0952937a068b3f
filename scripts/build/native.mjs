/** Native programs: the sandbox, the clients that stand for dynos, the ledger. Cargo knows what is fresh. */
import {root} from '../lib/paths.mjs'
import {step} from '../lib/progress.mjs'
import {must} from '../lib/run.mjs'

/** Builds them with the profile for tools. */
export async function build() {
  await step('Sandbox, clients and ledger', 'cargo, a few minutes the first time', note =>
    must('cargo', ['build', '--profile', 'tool', '-p', 'connect-sandbox', '-p', 'connect-ledger', '--bins'], {cwd: root, onLine: note}),
  )
}
