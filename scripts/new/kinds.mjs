/** What can be made from a template, what it touches, and what is left to a person. */
import {Problem} from '../lib/problem.mjs'
import {addLine, addToAll} from './registry.mjs'

/**
 * @typedef {ReturnType<typeof import('./names.mjs').namesOf>} Names
 * @typedef {object} Kind
 * @property {(names: Names) => Record<string, string>} files template -> file that is made from it
 * @property {string} registry file that names all of the kind
 * @property {(text: string, names: Names) => string} register adds the new one to its text
 * @property {(names: Names) => string[]} next what is to be written then
 */

const declare = (text, {snake}) => addLine(text, {like: /^mod \w+;$/, line: `mod ${snake};`, sorted: true})
const enlist =
  sorted =>
  (text, {Pascal, snake}) =>
    addToAll(declare(text, {snake}), {line: `    &${snake}::${Pascal},`, sorted})

/** @type {Record<string, Kind>} */
export const kinds = {
  condition: {
    files: ({snake}) => ({'condition.rs': `core/src/conditions/${snake}.rs`}),
    next: () => [
      'what it reads, and its judgement: silence never holds',
      'a test for each answer, in the same file',
      'the step that waits for it, or is guarded by it',
      'what the paper hardware answers, if it reads a new query (simulator/src/paper)',
    ],
    register: enlist(true),
    registry: 'core/src/conditions/mod.rs',
  },
  op: {
    files: ({snake}) => ({'op.rs': `core/src/ops/${snake}.rs`}),
    next: ({snake}) => [
      'request, probe, its judgement, and the command that does the same by hand',
      'the request itself, if it is new (core/src/api)',
      'the simulator’s answer to it (simulator/src/world), and a fault for it',
      `the step that calls ${snake}@1, and what takes it back`,
    ],
    register: enlist(true),
    registry: 'core/src/ops/mod.rs',
  },
  precheck: {
    files({area, rest, snake}) {
      if (rest === '') throw new Problem('The name of a precheck begins with its area: app-normal has the code app/normal.')
      return {'fixture.json': `tests/fixtures/prechecks/${area}.${rest}.json`, 'precheck.rs': `core/src/prechecks/${snake}.rs`}
    },
    next: ({area, rest}) => [
      'the rule: sentence, next step, and what it could not judge',
      `"change" in tests/fixtures/prechecks/${area}.${rest}.json: what makes a good snapshot bad; "finding" is written by npm run golden`,
      'its place in the list: prechecks are shown in that order',
    ],
    register: enlist(false),
    registry: 'core/src/prechecks/mod.rs',
  },
  procedure: {
    files: ({snake}) => ({'mod.rs': `core/src/procedures/${snake}/mod.rs`}),
    next: ({kebab}) => [
      'its steps, and the plan that holds them (upgrade_db shows how)',
      'its request and its command (core/src/command.rs, core/src/session)',
      `plugin/src/commands/connect/${kebab}.ts`,
      `tests/scenarios/${kebab}.json, and its line in tests/model`,
    ],
    register: (text, {snake}) => addLine(text, {like: /^pub mod \w+;$/, line: `pub mod ${snake};`, sorted: true}),
    registry: 'core/src/procedures/mod.rs',
  },
}
