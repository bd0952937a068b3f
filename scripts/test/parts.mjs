/** The parts of `npm test`, quick ones first. */
import os from 'node:os'
import * as programs from './programs.mjs'

/** Packages whose lints must be clean. */
const linted = ['connect-wire', 'connect-core', 'connect-gate', 'connect-bindings', 'connect-simulator', 'connect-hardware', 'connect-ledger', 'connect-sandbox', 'connect-model', 'connect-differential']

/** The core's tests also look whether the types generated for TypeScript are fresh. */
const typesToo = ['--features', 'types']

/** @type {{name: string, group: string, run: () => Promise<import('./count.mjs').Counts>}[]} */
export const parts = [
  {group: 'lint', name: 'rustfmt', run: () => programs.check('cargo', ['fmt', '--all', '--check'])},
  {group: 'lint', name: 'clippy', run: () => programs.check('cargo', ['clippy', '--quiet', ...linted.flatMap(name => ['-p', name]), '--', '-D', 'warnings'])},
  {group: 'lint', name: 'tsc', run: () => programs.check('npm', ['run', 'typecheck', '--workspace', 'plugin', '--silent'])},
  {group: 'rust', name: 'compile rust tests', run: () => programs.compile()},
  {group: 'rust', name: 'core', run: () => programs.cargo(['connect-core'], typesToo)},
  {group: 'rust', name: 'bindings', run: () => programs.cargo(['connect-gate', 'connect-bindings'])},
  {group: 'rust', name: 'simulator', run: () => programs.cargo(['connect-simulator'])},
  {group: 'rust', name: 'model', run: () => programs.cargo(['connect-model'])},
  {group: 'rust', name: 'differential', run: () => programs.cargo(['connect-differential'])},
  {group: 'rust', name: 'hardware', run: () => programs.cargo(['connect-hardware'])},
  {group: 'rust', name: 'sandbox', run: () => programs.cargo(['connect-sandbox'])},
  {group: 'rust', name: 'ledger', run: () => programs.cargo(['connect-ledger'])},
  {group: 'node', name: 'scripts', run: () => programs.node('tests/scripts')},
  {group: 'node', name: 'plugin', run: () => programs.vitest('plugin')},
  {group: 'node', name: 'contract', run: () => programs.node('tests/contract')},
  {group: 'e2e', name: 'end to end', run: () => programs.node('tests/e2e', {atOnce: os.availableParallelism() + 1})},
]
