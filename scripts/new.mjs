/** `npm run new -- procedure|op|condition|precheck NAME`: a new file from a template, named in its registry. */
import {root} from './lib/paths.mjs'
import {main, Problem} from './lib/problem.mjs'
import {make} from './new/index.mjs'

await main(async () => {
  const [kind, name, ...more] = process.argv.slice(2)
  if (name === undefined || more.length > 0) throw new Problem('npm run new -- procedure|op|condition|precheck NAME')
  const {next, touched} = make(root, kind, name)
  process.stdout.write(`${touched.join('\n')}\n\nTo be written next:\n${next.map(one => `- ${one}\n`).join('')}`)
})
