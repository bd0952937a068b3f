/**
 * What ARCHITECTURE.md keeps out of plugin/src, as lint rules: the shell sends and shows, it decides nothing. Each
 * exception names its file and says why.
 */

const endpoints = 'account|actions|addon-attachments|addons|api|apps|client|connections|data|oauth|pipelines|postgres|spaces|teams|users'

// A selector cannot hold a slash.
const endpoint = `/^\\u002F(${endpoints})(\\u002F|\\u003F|$)|\\u002F(client|api)\\u002Fv\\d/`

const paths = ['Literal[value', 'TemplateElement[value.raw'].map(node => ({
  message: 'Which path is asked is the business of core/src/api.',
  selector: `${node}=${endpoint}]`,
}))

const clock = [
  {message: 'Time comes from clock.ts, so that a test can give it.', selector: 'NewExpression[callee.name="Date"][arguments.length=0]'},
  {message: 'Time comes from clock.ts, so that a test can give it.', selector: 'MemberExpression[object.name="Date"][property.name="now"]'},
  {message: 'Time comes from clock.ts, so that a test can give it.', selector: 'Identifier[name="performance"]'},
]

const chance = [
  {
    message: 'Nothing here is left to chance; ids and salts come from node:crypto.',
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
  },
]

const core = [{message: 'Only core.ts loads the generated package.', selector: 'ImportExpression[source.value=/connect_bindings/]'}]

const client = 'Requests go through the CLI’s own client (effects/exchange.ts), queries through effects/sql.ts.'

const network = {
  paths: [
    {allowTypeImports: true, message: 'It takes a tenth of a second: import it where it is used.', name: 'pg'},
    ...['node:http', 'node:https', 'node:net', 'node:tls', 'node:child_process'].map(name => ({
      allowTypeImports: true,
      message: client,
      name,
    })),
  ],
  patterns: [{group: ['**/wasm/connect_bindings*'], message: 'Only core.ts loads the generated package.'}],
}

const syntax = (...selectors) => ({'no-restricted-syntax': ['error', ...selectors.flat()]})

/** ESLint configurations, the general one first. */
export const plugin = [
  {
    files: ['plugin/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', network],
      'no-restricted-globals': ['error', {message: client, name: 'fetch'}],
      ...syntax(paths, clock, chance, core),
    },
  },
  // The CLI's own way to an app that was not named.
  {
    files: ['plugin/src/guard/git.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {...network, paths: network.paths.filter(({name}) => name !== 'node:child_process')},
      ],
    },
  },
  // An address of the operator's own, to which nothing of the CLI's client may go: that would send Heroku's token along.
  {files: ['plugin/src/notify/webhook.ts'], rules: {'no-restricted-globals': 'off'}},
  // The one place where the system's clock is read.
  {files: ['plugin/src/clock.ts'], rules: syntax(paths, chance, core)},
  // The deadline of one query; no time of it reaches the core.
  {files: ['plugin/src/effects/sql.ts'], rules: syntax(paths, chance, core)},
  // Which URL a config var holds is still looked up here.
  {files: ['plugin/src/effects/database-url.ts'], rules: syntax(clock, chance, core)},
  // It is core.ts.
  {
    files: ['plugin/src/core.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', {paths: network.paths}],
      ...syntax(paths, clock, chance),
    },
  },
]
