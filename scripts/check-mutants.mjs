/**
 * `npm run check:mutants [-- FLAGS]`: changes the core in small ways, one at a time, and looks whether a test of core or model notices.
 * What was found is kept in `target/mutants`: the same command goes on where it stopped.
 */
import path from 'node:path'
import {parseArgs} from 'node:util'
import {target} from './lib/paths.mjs'
import {main, Problem} from './lib/problem.mjs'
import {say, step} from './lib/progress.mjs'
import {hash, mark, matches} from './lib/stamp.mjs'
import {judge} from './mutants/judge.mjs'
import {outcomes} from './mutants/outcomes.mjs'
import {keyed, sample} from './mutants/sample.mjs'
import {enough, table, verdict} from './mutants/table.mjs'
import {copyTo} from './mutants/tree.mjs'
import {setUp} from './setup/index.mjs'

const usage = `npm run check:mutants
             -- --seed N        draws another sample (default 1)
             --sample N         so many mutants (default 120)
             --minutes N        begins none after so long (default 60)
             --only REGEX       of the sample only those with such a name
             --keep-caught      while survivors are worked on: believes of mutants caught before the last change that they still are`

/** Everything that a judgement depends on; that docs agree with the code is looked at before anything is changed. */
const sources = [
  '.cargo',
  '.config',
  'Cargo.lock',
  'Cargo.toml',
  'rust-toolchain.toml',
  'bindings',
  'core',
  'gate',
  'rehearsal',
  'simulator',
  'tests/fixtures',
  'tests/model',
  'tests/scenarios',
  'wire',
]

await main(async () => {
  const {keepCaught, minutes, only, size, seed} = options()
  const until = performance.now() + minutes * 60_000
  await setUp(['rust', 'nextest', 'mutants'])
  const work = path.join(target, 'mutants')
  const tree = path.join(work, 'tree')
  await copyTo(tree)
  const judges = judge(tree, work)
  const source = hash(sources)
  const kept = outcomes(path.join(work, 'outcomes.json'), source, keepCaught)
  const all = keyed(await judges.list())
  const chosen = sample(all, seed, size).filter(({name}) => only.test(name))
  const open = chosen.filter(mutant => kept.of(mutant) === undefined)
  say(`${all.length} mutants; ${chosen.length} are chosen, ${open.length} of them to be judged.`)
  const sound = path.join(work, 'sound')
  if (open.length > 0 && !matches(sound, source)) {
    await step('tests with nothing changed', 'minutes the first time', note => judges.sound(note))
    mark(sound, source)
  }

  for (const [at, mutant] of open.entries()) {
    if (performance.now() > until) break
    const outcome = await judges.of(mutant)
    kept.keep(mutant, outcome)
    say(`  ${at + 1}/${open.length} ${outcome}: ${mutant.name}`)
  }

  const judged = chosen.map(mutant => ({mutant, outcome: kept.of(mutant)})).filter(({outcome}) => outcome !== undefined)
  return report(judged, chosen.length)
})

function options() {
  const {values} = read()
  if (values.help) throw new Problem(usage, {exitCode: 0})
  const number = name => {
    if (!/^[1-9]\d{0,5}$/.test(values[name])) throw new Problem(`--${name} takes a number from 1 on, not ${values[name]}.`)
    return Number(values[name])
  }

  return {
    keepCaught: values['keep-caught'],
    minutes: number('minutes'),
    only: new RegExp(values.only),
    seed: number('seed'),
    size: number('sample'),
  }
}

function read() {
  try {
    return parseArgs({
      options: {
        help: {default: false, short: 'h', type: 'boolean'},
        'keep-caught': {default: false, type: 'boolean'},
        minutes: {default: '60', type: 'string'},
        only: {default: '', type: 'string'},
        sample: {default: '120', type: 'string'},
        seed: {default: '1', type: 'string'},
      },
    })
  } catch (error) {
    throw new Problem(`${error.message}\n\n${usage}`, {cause: error})
  }
}

function report(judged, wanted) {
  const {good, percent} = verdict(judged)
  const survivors = judged.filter(({outcome}) => outcome === 'missed').map(({mutant}) => `  ${mutant.name}\n`)
  process.stdout.write(`\n${table(judged)}\n`)
  if (survivors.length > 0) process.stdout.write(`\nNobody noticed:\n${survivors.sort().join('')}`)
  if (judged.length < wanted) process.stdout.write(`\n${wanted - judged.length} are not judged yet: the same command goes on.\n`)
  process.stdout.write(`\n${percent.toFixed(1)} % of the viable ones were noticed; ${enough} % are asked for.\n`)
  return good ? 0 : 1
}
