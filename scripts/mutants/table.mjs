/** What came of it: a line for each folder, and whether that is enough. */

/** @typedef {{mutant: import('./sample.mjs').Mutant, outcome: import('./outcomes.mjs').Outcome}} Judged */

const columns = ['viable', 'caught', 'timed out', 'missed', 'unviable']

/** Of the viable ones so many must be noticed, percent. */
export const enough = 90

/**
 * A mutant whose tests do not end is noticed too.
 * @param {Judged[]} judged
 */
export function verdict(judged) {
  const {missed, viable} = numbers(judged)
  const percent = viable === 0 ? 0 : (100 * (viable - missed)) / viable
  return {good: percent >= enough, percent}
}

/**
 * @param {Judged[]} judged
 * @returns {string} the table
 */
export function table(judged) {
  const folders = [...new Set(judged.map(({mutant}) => mutant.folder))].sort()
  const rows = [
    ['', ...columns],
    ...folders.map(folder =>
      row(
        folder,
        judged.filter(({mutant}) => mutant.folder === folder),
      ),
    ),
    row('in all', judged),
  ]
  const widths = rows[0].map((_, at) => Math.max(...rows.map(one => one[at].length)))
  return rows
    .map(([name, ...numbers]) => [name.padEnd(widths[0]), ...numbers.map((one, at) => one.padStart(widths[at + 1]))].join('  '))
    .join('\n')
}

function row(name, judged) {
  const all = numbers(judged)
  return [name, ...columns.map(column => String(all[column]))]
}

function numbers(judged) {
  const all = Object.fromEntries(columns.map(column => [column, 0]))
  for (const {outcome} of judged) {
    all[outcome]++
    if (outcome !== 'unviable') all.viable++
  }

  return all
}
