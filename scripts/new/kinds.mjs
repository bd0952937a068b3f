/** What can be made from a template, what it touches, and what is left to a person. */
import {Problem} from '../lib/problem.mjs'
import {addLine} from './registry.mjs'

/**
 * @typedef {ReturnType<typeof import('./names.mjs').namesOf>} Names
 * @typedef {(text: string, names: Names) => string} Add adds the new one to the text of a registry
 * @typedef {object} Kind
 * @property {(names: Names) => Record<string, string>} files template -> file that is made from it
 * @property {Record<string, Add[]>} registries file that names all of the kind -> lines that are added to it
 * @property {(names: Names) => string[]} next what is to be written then
 */

const line =
  (like, of, sorted = true) =>
  (text, names) =>
    addLine(text, {like, line: of(names), sorted})

const declare = line(/^mod \w+;$/, ({snake}) => `mod ${snake};`)
const enlist = line(/^ {8}"\w+@1" => \w+ in \w+,$/, ({Pascal, snake}) => `        "${snake}@1" => ${Pascal} in ${snake},`)
const codeOf = ({area, rest}) => `${area}/${rest}`

/** @type {Record<string, Kind>} */
export const kinds = {
  condition: {
    files: ({snake}) => ({'condition.rs': `core/src/conditions/${snake}.rs`}),
    next: () => [
      'its arguments, what it reads, and its judgement: silence never holds',
      'how a person looks for the same',
      'a test for each answer (core/tests/conditions.rs)',
      'the block or the step that waits for it, or is guarded by it',
      'what the paper hardware answers, if it reads a new query (simulator/src/paper)',
    ],
    registries: {'core/src/conditions/mod.rs': [declare, enlist]},
  },
  op: {
    files: ({snake}) => ({'op.rs': `core/src/ops/${snake}.rs`}),
    next: ({Pascal}) => [
      'its arguments, request, whether it landed, what takes it back, the command by hand, its sentence',
      'the request itself, if it is new (core/src/api)',
      `one ${Pascal} in the list of every op (core/tests/support/every.rs)`,
      'the simulator’s answer to it (simulator/src/world), and a fault for it',
      'the block or the step that calls it, and what takes that back',
    ],
    registries: {'core/src/ops/mod.rs': [declare, enlist]},
  },
  precheck: {
    files({area, rest, snake}) {
      if (rest === '') throw new Problem('The name of a precheck begins with its area: app-normal has the code app/normal.')
      return {'fixture.json': `tests/fixtures/prechecks/${area}.${rest}.json`, 'precheck.rs': `core/src/prechecks/${snake}.rs`}
    },
    next: ({area, rest}) => [
      'the rule: sentence, next step, and what it could not judge',
      `what the code ${area}/${rest} says (core/src/codes.rs)`,
      `"change" in tests/fixtures/prechecks/${area}.${rest}.json: what makes a good snapshot bad; "finding" is written by npm run golden`,
      'its place in the lists of the procedures that need it: prechecks are shown in that order',
    ],
    registries: {
      'core/src/codes.rs': [
        line(
          /^ {4}[A-Z\d_]+ = "/,
          names => `    ${codeOf(names).toUpperCase().replaceAll(/[/-]/g, '_')} = "${codeOf(names)}": "this is not written",`,
        ),
      ],
      'core/src/prechecks/mod.rs': [declare, line(/^pub use \w+::\w+;$/, ({Pascal, snake}) => `pub use ${snake}::${Pascal};`)],
    },
  },
  procedure: {
    files: ({snake}) => ({'mod.rs': `core/src/procedures/${snake}/mod.rs`}),
    next: ({kebab, Pascal}) => [
      'its needs, prechecks and outline: steps made of blocks, marks, words',
      `what is asked for: a variant ${Pascal} of Wanted (core/src/request.rs), then of Command (core/src/command.rs); rustc names what must say something about it`,
      `plugin/src/commands/connect/${kebab}.ts`,
      `tests/scenarios/${kebab}.json, if no scenario fits`,
    ],
    registries: {
      'core/src/procedures/mod.rs': [declare, line(/^ {4}&\w+::\w+,$/, ({Pascal, snake}) => `    &${snake}::${Pascal},`, false)],
    },
  },
}
