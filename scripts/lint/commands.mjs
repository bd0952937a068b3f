/** Arguments of eslint and prettier that checking and rewriting share. */

export const lint = ['.', '--max-warnings', '0']

export const layout = ['**/*.{cjs,mjs,ts,tsx}', '--log-level', 'warn']
