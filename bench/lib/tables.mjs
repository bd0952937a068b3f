/** Results as rows, ratios first. */
import {kib, millis, seconds, times} from './numbers.mjs'

const total = parts => Object.values(parts).reduce((sum, ms) => sum + ms, 0)

/**
 * @param {object} results as `bench/run.mjs` gathers them
 * @returns {{title: string, head: string[], rows: string[][]}[]}
 */
export function tables({byHand, hooks, ours, startUp, wasm}) {
  const own = total(ours.unavoidable)
  return [
    {
      head: ['ratio', 'value', 'of'],
      rows: [
        [
          'write-stopped window, ours over by hand',
          times(ours.windowMs, byHand.windowMs),
          `${seconds(ours.windowMs)} / ${seconds(byHand.windowMs)}`,
        ],
        ['write-stopped window, ours over its unavoidable parts', times(ours.windowMs, own), `${seconds(ours.windowMs)} / ${seconds(own)}`],
        ['whole upgrade, ours over by hand', times(ours.totalMs, byHand.totalMs), `${seconds(ours.totalMs)} / ${seconds(byHand.totalMs)}`],
        [
          'start-up, `connect:upgrade-db --help` over `heroku --version`',
          times(startUp.help.median, startUp.heroku.median),
          `${millis(startUp.help.median)} / ${millis(startUp.heroku.median)}`,
        ],
        [
          'start-up, a refused `--version` over `heroku --version`',
          times(startUp.refusal.median, startUp.heroku.median),
          `${millis(startUp.refusal.median)} / ${millis(startUp.heroku.median)}`,
        ],
        hookRatio(hooks),
      ],
      title: 'Ratios',
    },
    {
      head: ['window as the writers saw it', 'ours', 'by hand'],
      rows: [
        ['last write on the old server to first on the new', seconds(ours.windowMs), seconds(byHand.windowMs)],
        ['  promotion, pg_upgrade and start', seconds(ours.unavoidable.upgrade), seconds(byHand.unavoidable.upgrade)],
        ['  dynos stop', seconds(ours.unavoidable.stopDynos), seconds(byHand.unavoidable.stopDynos)],
        ['  dynos start', seconds(ours.unavoidable.startDynos), seconds(byHand.unavoidable.startDynos)],
        ['  release phases', seconds(ours.unavoidable.releases), seconds(byHand.unavoidable.releases)],
        ['  proof', seconds(ours.parts.proof), 'none'],
        ['  ANALYZE', seconds(ours.parts.analyze), 'none'],
        [
          '  everything else',
          seconds(ours.windowMs - own - ours.parts.proof - ours.parts.analyze),
          seconds(byHand.windowMs - total(byHand.unavoidable)),
        ],
        ["the ledger's verdict", word(ours.ledger), word(byHand.ledger)],
      ],
      title: 'Window',
    },
    {
      head: ['our steps within the window', 'time'],
      rows: Object.entries(ours.steps).map(([step, ms]) => [step, seconds(ms)]),
      title: 'Steps',
    },
    {
      head: ['WASM core', 'value'],
      rows: [
        ['size, raw / gzip / brotli', `${kib(wasm.bytes.raw)} / ${kib(wasm.bytes.gzip)} / ${kib(wasm.bytes.brotli)}`],
        ['compile', range(wasm.compile)],
        ['read, compile and instantiate', range(wasm.load)],
      ],
      title: 'WASM',
    },
    {
      head: ['start-up', 'median (smallest to largest)'],
      rows: [
        ['heroku --version', range(startUp.heroku)],
        ['heroku connect:upgrade-db --help', range(startUp.help)],
        ['heroku connect:upgrade-db --version seventeen (refused)', range(startUp.refusal)],
      ],
      title: 'Start-up',
    },
    hookTable(hooks),
  ]
}

/** What the guard costs a command that is none of ours, over hooks that do nothing. */
function hookRatio({empty, guard}) {
  return [
    "the guard's two hooks before a foreign command, over empty ones",
    times(guard.both.median, empty.both.median),
    `${millis(guard.both.median)} / ${millis(empty.both.median)}`,
  ]
}

/** The hooks in figures. */
function hookTable({empty, guard}) {
  return {
    head: ['hooks before a foreign command', 'ours', 'empty'],
    rows: ['init', 'prerun', 'both'].map(hook => [hook, range(guard[hook]), range(empty[hook])]),
    title: 'Hooks',
  }
}

/** The verdict with the names of the checks that failed. */
function word({failed, pass}) {
  return pass ? 'pass' : `FAIL (${failed.map(line => line.split(' ')[0]).join(', ')})`
}

function range({max, median, min}) {
  return `${millis(median)} (${millis(min)} to ${millis(max)})`
}

/** As text with aligned columns. */
export function asText(list) {
  return list
    .map(({head, rows}) => {
      const widths = head.map((_, at) => Math.max(...[head, ...rows].map(row => row[at].length)))
      const line = row =>
        row
          .map((cell, at) => cell.padEnd(widths[at]))
          .join('  ')
          .trimEnd()
      return [line(head), widths.map(width => '-'.repeat(width)).join('  '), ...rows.map(row => line(row))].join('\n')
    })
    .join('\n\n')
}

/** As Markdown. */
export function asMarkdown(list) {
  return list
    .map(({head, rows, title}) => {
      const line = row => `| ${row.map(cell => cell.trim()).join(' | ')} |`
      return [`## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(row => line(row))].join('\n')
    })
    .join('\n\n')
}
