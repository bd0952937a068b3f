/** `npm run golden`: writes every golden file anew and shows which changed, so that the differences are read. */
import {root} from './lib/paths.mjs'
import {main} from './lib/problem.mjs'
import {capture, must} from './lib/run.mjs'
import {setUp} from './setup/index.mjs'
import {environment} from './setup/programs.mjs'

/** What tests write when they are told to. */
const golden = [
  'bindings/film.ts',
  'bindings/rehearsal.ts',
  'bindings/types.ts',
  'docs/codes.md',
  'docs/failure-modes.md',
  'docs/procedures',
  'docs/reliability.md',
  'plugin/hooks/guard.json',
  'plugin/src/catalog.ts',
  'tests/fixtures',
  'tests/model/seeded-bugs.json',
]

/** Suites that write, in the order in which they read each other's files. */
const suites = [
  // Snapshots, the transcript, the gate's cases and the visited steps, from runs in memory.
  ['-p', 'connect-model'],
  // Plans and findings from the snapshots; the types for TypeScript.
  ['-p', 'connect-core', '-p', 'connect-rehearsal', '--features', 'types'],
]

await main(async () => {
  await setUp(['rust', 'nextest'])
  const env = {...environment(), UPDATE: '1'}
  const codes = []
  for (const suite of suites) {
    const {code} = await capture('cargo', ['nextest', 'run', '--profile', 'ci', '--hide-progress-bar', ...suite], {
      cwd: root,
      env,
      show: true,
    })
    codes.push(code)
  }

  const {stdout: known} = await must('git', ['diff', '--stat', '--', ...golden], {cwd: root})
  const {stdout: fresh} = await must('git', ['ls-files', '--others', '--exclude-standard', '--', ...golden], {cwd: root})
  process.stdout.write(known + fresh.replaceAll(/^/gm, ' new: ').replace(/ new: $/, ''))
  process.stdout.write(
    known + fresh === '' ? 'No golden file has changed.\n' : `Read every difference before it is committed: git diff ${golden.join(' ')}\n`,
  )
  // A test that fails although it may write has something else to say.
  return codes.every(code => code === 0) ? 0 : 1
})
