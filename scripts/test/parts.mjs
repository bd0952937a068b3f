/** The parts of `npm test`, quick ones first, each with what has to be set up and built for it. */
import os from 'node:os'
import path from 'node:path'
import * as build from '../build/index.mjs'
import {bin} from '../lib/paths.mjs'
import {layout, lint} from '../lint/commands.mjs'
import * as setup from '../setup/index.mjs'
import * as programs from './programs.mjs'

// Node packages too: what the tests report is read with one of them.
const rust = {build: [], needs: ['rust', 'nextest', 'node']}
const servers = {...rust, needs: [...rust.needs, 'postgres']}
const source = {build: [], needs: ['rust', 'node']}
const compiled = {build: ['plugin'], needs: setup.forPlugin}

/** Files of `tests/e2e` that take longest, as the table at the end of a run shows. */
const longest = [
  'runbook',
  'direct',
  'copy-interrupted',
  'copy',
  'faults',
  'private',
  'changeover',
  'kill-resume',
  'aftercare',
  'by-hand-change',
]

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} group
 * @property {string[]} needs parts of set-up
 * @property {string[]} build parts of the build
 * @property {() => Promise<import('./count.mjs').Counts>} run
 */

/** @type {Part[]} */
export const parts = [
  {...source, group: 'lint', name: 'rustfmt', run: () => programs.check('cargo', ['fmt', '--all', '--check'])},
  {
    ...source,
    group: 'lint',
    name: 'clippy',
    run: () => programs.check('cargo', ['clippy', '--quiet', '--workspace', '--all-targets', '--', '-D', 'warnings']),
  },
  {...compiled, group: 'lint', name: 'tsc', run: () => programs.check('npm', ['run', 'typecheck', '--workspace', 'plugin', '--silent'])},
  {
    ...compiled,
    group: 'lint',
    name: 'tsc of the page',
    run: () => programs.check(path.join(bin, 'tsc'), ['-p', 'preview']),
  },
  {...compiled, group: 'lint', name: 'eslint', run: () => programs.check(path.join(bin, 'eslint'), lint)},
  {
    ...compiled,
    build: [],
    group: 'lint',
    name: 'prettier',
    needs: ['node'],
    run: () => programs.check(path.join(bin, 'prettier'), [...layout, '--check']),
  },
  {...rust, group: 'rust', name: 'compile rust tests', run: () => programs.compile()},
  {...rust, group: 'rust', name: 'core', run: () => programs.cargo('connect-core')},
  {...rust, group: 'rust', name: 'bindings', run: () => programs.cargo('connect-gate', 'connect-bindings')},
  {...rust, group: 'rust', name: 'simulator', run: () => programs.cargo('connect-simulator')},
  {...rust, group: 'rust', name: 'rehearsal', run: () => programs.cargo('connect-rehearsal')},
  {...rust, group: 'rust', name: 'model', run: () => programs.cargo('connect-model')},
  {...servers, group: 'rust', name: 'differential', run: () => programs.cargo('connect-differential')},
  {...servers, group: 'rust', name: 'hardware', run: () => programs.cargo('connect-hardware')},
  {...servers, group: 'rust', name: 'sandbox', run: () => programs.cargo('connect-sandbox')},
  {...servers, group: 'rust', name: 'ledger', run: () => programs.cargo('connect-ledger')},
  {...source, group: 'node', name: 'scripts', run: () => programs.node('tests/scripts')},
  {...compiled, group: 'node', name: 'plugin', needs: setup.forSandbox, run: () => programs.vitest('plugin')},
  {
    ...compiled,
    build: ['plugin', 'rehearsal'],
    group: 'node',
    name: 'contract',
    needs: [...setup.forPlugin, 'shellcheck'],
    run: () => programs.node('tests/contract', {atOnce: os.availableParallelism()}),
  },
  {...compiled, group: 'page', name: 'page', needs: [...setup.forPlugin, 'chromium'], run: () => programs.node('tests/page')},
  {...compiled, group: 'package', name: 'package', run: () => programs.check(process.execPath, ['scripts/check-package.mjs'])},
  {
    build: build.forSandbox,
    group: 'e2e',
    name: 'end to end',
    needs: setup.forRunbooks,
    // Real waits leave a processor idle about as long as they keep it busy.
    run: () => programs.node('tests/e2e', {atOnce: 2 * os.availableParallelism() + 1, first: longest}),
  },
]
