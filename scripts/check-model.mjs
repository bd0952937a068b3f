/**
 * `npm run check:model [-- --quick] [-- --faults N --crashes N] [-- --mutant NAME]`: core and simulator joined in memory, every fault at every
 * point, then every seeded bug, each of which must be found. `--quick`: one scenario and no seeded bug.
 */
import {mutants, mutantTarget, seeded, sentence} from './lib/mutant.mjs'
import {root} from './lib/paths.mjs'
import {main} from './lib/problem.mjs'
import {capture} from './lib/run.mjs'
import {setUp} from './setup/index.mjs'

const scenarios = ['upgrade-follower', 'upgrade-custom-db-key', 'upgrade-custom-alias', 'two-apps', 'two-connections']

await main(async () => {
  await setUp(['rust'])
  if (valueOf('--mutant')) return findAll()
  const given = process.argv.slice(2).filter(word => word !== '--quick')
  const quick = process.argv.includes('--quick')
  for (const scenario of quick ? scenarios.slice(0, 1) : scenarios) {
    const {code} = await check(root, ['--scenario', scenario, ...given], {show: true})
    if (code !== 0) return 1
  }

  return quick ? 0 : findAll()
})

async function findAll() {
  const only = valueOf('--mutant')
  let missed = 0
  console.log('\nSeeded bugs (tests/model/mutants)')
  for (const name of mutants().filter(name => !only || name === only)) {
    const copy = await seeded(name)
    const {code, stdout} = await check(copy, [], {env: {...process.env, CARGO_TARGET_DIR: mutantTarget}})
    const broken = /BROKEN (.*)/.exec(stdout)?.[1]
    const time = /found after (.*)/.exec(stdout)?.[1]
    if (code === 0 || !broken) missed++
    console.log(`  ${broken ? 'found ' : 'MISSED'}  ${name}${broken ? ` in ${time}: ${broken}` : ''}`)
    console.log(`          ${sentence(name)}`)
  }

  console.log(`${mutants().length} seeded bugs, ${missed} missed`)
  return missed === 0 ? 0 : 1
}

function valueOf(flag) {
  const at = process.argv.indexOf(flag)
  return at === -1 ? undefined : process.argv[at + 1]
}

function check(cwd, args, options) {
  const cargo = ['run', '--quiet', '--profile', 'tool', '-p', 'connect-model', '--bin', 'check-model', '--', ...args]
  return capture('cargo', cargo, {cwd, ...options})
}
