import oclif from 'eslint-config-oclif'
import prettier from 'eslint-config-prettier'
import {plugin} from './scripts/lint/plugin-walls.mjs'

/** All rules of a plugin of ESLint that the configuration brings along. */
const allOf = name =>
  Object.fromEntries(
    oclif
      .flatMap(one => Object.keys(one.rules ?? {}))
      .filter(rule => rule.startsWith(`${name}/`))
      .map(rule => [rule, 'off']),
  )

/** Present in Node 20 and stable enough for us, though only a later version calls them stable. */
const early = ['fetch', 'fs.cpSync', 'test.describe', 'util.styleText']

export default [
  {
    ignores: [
      '**/node_modules/',
      '**/target/',
      '.sandbox/',
      '.tools/',
      'bindings/film.ts',
      'bindings/rehearsal.ts',
      'bindings/types.ts',
      'dist/',
      'plugin/lib/',
      'plugin/page/',
      'plugin/wasm/',
      'preview/dist/',
    ],
  },
  ...oclif,
  prettier,
  {
    linterOptions: {reportUnusedDisableDirectives: 'error'},
    rules: {
      // The tests are node's and vitest's.
      ...allOf('mocha'),
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', ignoreRestSiblings: true}],
      // Words of PostgreSQL and of environments are not ours to spell.
      camelcase: ['error', {allow: ['application_name', 'http_proxy'], properties: 'never'}],
      // A body on a line of its own stands in braces.
      curly: ['error', 'multi-line', 'consistent'],
      // They parse whole packages to find what a missing import shows anyway.
      'import/namespace': 'off',
      'import/no-named-as-default': 'off',
      'import/no-named-as-default-member': 'off',
      // A parameter that is taken apart has no name of its own.
      'jsdoc/check-param-names': ['error', {checkDestructured: false, disableMissingParamChecks: true}],
      // Name and type say it, or the sentence above does.
      'jsdoc/require-param-description': 'off',
      'jsdoc/require-property-description': 'off',
      'jsdoc/require-returns-description': 'off',
      'jsdoc/require-yields': 'off',
      // TypeScript reads these types, and knows more of them.
      'jsdoc/no-undefined-types': 'off',
      'jsdoc/valid-types': 'off',
      'n/no-unsupported-features/node-builtins': ['error', {ignores: early}],
      // The order in which things are done is what this program is about.
      'no-await-in-loop': 'off',
      // File modes are bits.
      'no-bitwise': 'off',
      'no-promise-executor-return': ['error', {allowVoid: true}],
      'no-return-assign': ['error', 'except-parens'],
      // It marks a value that nobody wants.
      'no-void': 'off',
      // Methods and members stand in the order in which they are used or told.
      'perfectionist/sort-classes': 'off',
      'perfectionist/sort-interfaces': 'off',
      'perfectionist/sort-object-types': 'off',
      // By where they come from, types among them; the sentence at the top of a file stays at its top.
      'perfectionist/sort-imports': [
        'error',
        {
          groups: [['builtin', 'builtin-type'], ['external', 'external-type'], 'unknown'],
          newlinesBetween: 'ignore',
          partitionByComment: true,
        },
      ],
      // What is taken from an object stands in the order of its weight.
      'perfectionist/sort-objects': ['error', {destructuredObjects: false, partitionByComment: true}],
      // Sets and their spread parts are walked in their order.
      'perfectionist/sort-sets': 'off',
      'perfectionist/sort-union-types': ['error', {groups: ['unknown', 'nullish']}],
      // A sum is a sum.
      'unicorn/no-array-reduce': 'off',
      // A blank line stands where the reader shall pause.
      '@stylistic/lines-between-class-members': 'off',
      // A list of a few words is a list.
      'unicorn/prefer-set-has': 'off',
      // One line for each case reads better than four.
      'unicorn/prefer-switch': 'off',
      // What one function needs stands in it.
      'unicorn/consistent-function-scoping': 'off',
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      globals: {__dirname: 'readonly', module: 'writable', process: 'readonly', require: 'readonly'},
      sourceType: 'commonjs',
    },
    rules: {'@typescript-eslint/no-require-imports': 'off', 'no-implicit-globals': 'off', 'unicorn/prefer-module': 'off'},
  },
  {
    files: ['preview/src/**'],
    rules: {
      // It runs in browsers.
      'n/no-unsupported-features/node-builtins': 'off',
      // tsc knows what a browser has.
      'no-undef': 'off',
    },
  },
  {
    files: ['tests/page/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['ClipboardEvent', 'DataTransfer', 'dispatchEvent', 'document', 'getComputedStyle', 'innerWidth', 'location'].map(name => [
          name,
          'readonly',
        ]),
      ),
    },
    // What a person sees is what is looked for.
    rules: {'unicorn/prefer-dom-node-text-content': 'off'},
  },
  // `--then` is a word of the command line.
  {files: ['scripts/start.mjs', 'scripts/start/*.mjs'], rules: {'unicorn/no-thenable': 'off'}},
  // They take control characters out.
  {files: ['plugin/src/ui/printable.ts', 'plugin/test/ui/view.test.ts'], rules: {'no-control-regex': 'off'}},
  // A second interruption ends the process at once, whatever it is doing.
  {files: ['plugin/src/maintenance-command.ts'], rules: {'n/no-process-exit': 'off', 'unicorn/no-process-exit': 'off'}},
  // Rows become what JSON makes of them: that is the point. And `find` is a method of our own.
  {files: ['plugin/src/effects/sql.ts'], rules: {'unicorn/no-array-method-this-argument': 'off', 'unicorn/prefer-structured-clone': 'off'}},
  // The types of the package and the package itself are two imports of one module.
  {files: ['plugin/src/core.ts'], rules: {'import/no-duplicates': 'off'}},
  // typescript is the plugin's: the contract is checked against its compiler.
  {files: ['tests/contract/types.test.mjs'], rules: {'n/no-extraneous-import': 'off'}},
  // oclif is the plugin's: its hooks are run as the CLI runs them.
  {files: ['bench/lib/run-hooks.mjs'], rules: {'n/no-extraneous-import': 'off'}},
  ...plugin,
  // What its imports mean, the bundler of a page is told.
  {files: ['docs/examples/page.mjs'], rules: {'import/no-unresolved': 'off'}},
]
