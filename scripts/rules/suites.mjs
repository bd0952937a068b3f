/** Tests in Rust, built: which program has which, and from where it is run. */
import path from 'node:path'
import {root} from '../lib/paths.mjs'
import {must} from '../lib/run.mjs'
import {environment} from '../setup/programs.mjs'

/** As CI builds them, so that nothing is built twice; the workspace as a whole has the switches of seeded bugs. */
const features = ['--workspace', '--features', 'connect-core/types,connect-rehearsal/types']

/**
 * @typedef {{program: string, cwd: string, tests: string[]}} Suite
 * @returns {Promise<(file: string) => Suite | undefined>} by the path of a test's file
 */
export async function suites(onLine) {
  const {stdout} = await must('cargo', ['nextest', 'list', ...features, '--message-format', 'json'], {
    cwd: root,
    env: environment(),
    onLine,
    sentence: 'The tests could not be built; make "npm test -- --only rust" pass, then run this again.',
  })
  const known = Object.values(JSON.parse(stdout)['rust-suites']).map(one => ({
    cwd: one.cwd,
    kind: one.kind,
    name: one['binary-name'],
    program: one['binary-path'],
    tests: Object.keys(one.testcases),
  }))
  return file => {
    const at = path.join(root, file)
    const inside = known.filter(({cwd}) => at.startsWith(cwd + path.sep))
    const stem = path.basename(file, '.rs')
    return (
      inside.find(({kind, name}) => kind === 'test' && name === stem && at.includes('/tests/')) ?? inside.find(({kind}) => kind === 'lib')
    )
  }
}
