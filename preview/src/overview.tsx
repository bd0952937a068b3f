/** The plan along time, twice: all of it to scale, and beside it the downtime alone, because hours and minutes fit no one axis. */
import {signal} from '@preact/signals'
import type {LegendKey, Mark, Moment, PageLabels, Stretch, Tick, Timeline, TimeSpan} from '../../bindings/types.js'
import {extent, percent, place} from './geometry.js'
import {selected} from './selection.js'

type Part = {downtime: boolean; span: TimeSpan; step: string | null}
type Line = {at: number; heavy: boolean; text: string}

const HEIGHT = 30

/** Height of a line of text. */
const LINE = 18

/** How wide the figures are, of their room. */
const zoom = signal(1)

/** Widest. */
const WIDEST = 8

/** Both figures, and what their marks mean. */
export function Overview({ids, labels, timeline}: {ids: string[]; labels: PageLabels; timeline: Timeline}) {
  const {cutOver, legend, noReturn, rows, sketch, stretches, text, ticks} = timeline
  const all = (which: 'least' | 'most'): Part[] => {
    let from = 0
    return stretches.map(({downtime, takes}) => {
      const span = {from, to: from + takes[which === 'least' ? 0 : 1]}
      from = span.to
      return {downtime, span, step: null}
    })
  }

  const lines = (which: 'least' | 'most', before = 0): Line[] =>
    [
      {heavy: false, moment: cutOver},
      {heavy: true, moment: noReturn},
    ].flatMap(({heavy, moment}) => (moment ? [{at: moment[which] - before, heavy, text: moment.text}] : []))
  const end = stretches.reduce((sum, {takes}) => sum + takes[1], 0)
  const lens = stretches.find(one => one.downtime)
  return (
    <>
      <svg aria-hidden="true" class="patterns" height="0" width="0">
        <defs>
          <pattern height="6" id="hatch" patternTransform="rotate(45)" patternUnits="userSpaceOnUse" width="6">
            <rect class="hatch" height="6" width="2.5" />
          </pattern>
          <pattern height="6" id="hatch-stopped" patternTransform="rotate(45)" patternUnits="userSpaceOnUse" width="6">
            <rect class="hatch stopped" height="6" width="2.5" />
          </pattern>
        </defs>
      </svg>
      <div class="figures">
        <Figure caption={text} end={end} ticks={ticks}>
          <Row end={end} lines={lines('least')} name={rows[0]} parts={all('least')} solid />
          <Callouts end={end} lines={lines('most').filter(line => line.heavy)} />
          <Row end={end} lines={lines('most')} name={rows[1]} parts={all('most')} solid={false} />
        </Figure>
        {lens && <Lens ids={ids} lens={lens} moments={[cutOver, noReturn]} rows={rows} stretches={stretches} />}
      </div>
      <p class="zoom">
        <button data-act="wider" disabled={zoom.value >= WIDEST} onClick={() => (zoom.value *= 2)} type="button">
          {labels.wider}
        </button>
        <button data-act="narrower" disabled={zoom.value <= 1} onClick={() => (zoom.value /= 2)} type="button">
          {labels.narrower}
        </button>
      </p>
      <Legend keys={legend} />
      <p class="sketch">{sketch}</p>
    </>
  )
}

function Lens(from: {ids: string[]; lens: Stretch; moments: (Moment | null)[]; rows: [string, string]; stretches: Stretch[]}) {
  const {lens, moments, rows, stretches} = from
  const before = stretches.slice(0, stretches.indexOf(lens))
  const end = lens.takes[1]
  const row = (which: 'least' | 'most') => {
    const begins = before.reduce((sum, {takes}) => sum + takes[which === 'least' ? 0 : 1], 0)
    const lines = moments.flatMap((moment, at) => (moment ? [{at: moment[which] - begins, heavy: at === 1, text: moment.text}] : []))
    const parts = lens.bars.map(bar => ({downtime: true, span: bar[which], step: bar.step}))
    return (
      <>
        {which === 'most' && <Callouts end={end} lines={lines} />}
        <Row end={end} lines={lines} name={rows[which === 'least' ? 0 : 1]} parts={parts} solid={which === 'least'} />
      </>
    )
  }

  return (
    <Figure caption={lens.text} end={end} ticks={lens.ticks}>
      {row('least')}
      {row('most')}
    </Figure>
  )
}

function Figure({caption, children, end, ticks}: {caption: string; children: preact.ComponentChildren; end: number; ticks: Tick[]}) {
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      <div class="wide">
        <div aria-hidden="true" class="rows" style={{width: `${zoom.value * 100}%`}}>
          {children}
          <span />
          <Axis end={end} ticks={ticks} />
        </div>
      </div>
    </figure>
  )
}

/** What the lines of the row below are, each on a line of its own, so that none covers another. */
function Callouts({end, lines}: {end: number; lines: Line[]}) {
  const height = lines.length * LINE + 4
  // Text on the left of its line stands above that of the line before it, and the other way round.
  const ordered = [...lines].sort((one, other) => one.at - other.at)
  if (ordered.some(({at}) => place(at, end) > 50)) ordered.reverse()
  return (
    <>
      <span />
      <svg class="callouts" height={height} width="100%">
        {ordered.map(({at, text}, index) => {
          const right = place(at, end) > 50
          return (
            <g key={text}>
              <line x1={percent(at, end)} x2={percent(at, end)} y1={index * LINE + 4} y2={height} />
              <text dx={right ? -6 : 6} text-anchor={right ? 'end' : 'start'} x={percent(at, end)} y={index * LINE + 14}>
                {text}
              </text>
            </g>
          )
        })}
      </svg>
    </>
  )
}

/** Lines at the ticks, and what stands at them. */
export function Axis({end, ticks}: {end: number; ticks: Tick[]}) {
  return (
    <svg class="axis" height="22" width="100%">
      {ticks.map(({at, text}) => (
        <g key={at}>
          <line x1={percent(at, end)} x2={percent(at, end)} y1="0" y2="5" />
          <text text-anchor={anchor(at, end)} x={percent(at, end)} y="18">
            {text}
          </text>
        </g>
      ))}
    </svg>
  )
}

function Row({end, lines, name, parts, solid}: {end: number; lines: Line[]; name: string; parts: Part[]; solid: boolean}) {
  return (
    <>
      <span class="name">{name}</span>
      <svg class="row" height={HEIGHT} width="100%">
        {parts.map(({downtime, span, step}, at) => (
          <rect
            class={`${solid ? 'least' : 'most'}${downtime ? ' stopped' : ''}${step === null ? '' : ' step'}${step !== null && step === selected.value ? ' selected' : ''}`}
            height={HEIGHT - 10}
            key={at}
            onClick={step === null ? undefined : () => (selected.value = step)}
            y="5"
            {...extent(span, end)}
          />
        ))}
        {lines.map(({at, heavy}) => (
          <line
            class={heavy ? 'no-return' : 'cut-over'}
            key={String(heavy)}
            x1={percent(at, end)}
            x2={percent(at, end)}
            y1="0"
            y2={HEIGHT}
          />
        ))}
      </svg>
    </>
  )
}

function Legend({keys}: {keys: LegendKey[]}) {
  return (
    <ul class="legend">
      {keys.map(({mark, text}) => (
        <li key={mark}>
          <svg aria-hidden="true" height="14" width="22">
            <Sign mark={mark} />
          </svg>
          {text}
        </li>
      ))}
    </ul>
  )
}

function Sign({mark}: {mark: Mark}) {
  switch (mark) {
    case 'cutOver': {
      return <line class="cut-over" x1="11" x2="11" y1="0" y2="14" />
    }

    case 'downtime': {
      return <rect class="least stopped" height="10" width="22" y="2" />
    }

    case 'noReturn': {
      return <line class="no-return" x1="11" x2="11" y1="0" y2="14" />
    }

    default: {
      return <rect class={mark} height="10" width="21" x="0.5" y="2" />
    }
  }
}

/** Text at the ends of an axis stays inside. */
function anchor(at: number, end: number): 'end' | 'middle' | 'start' {
  const where = place(at, end)
  if (where < 4) return 'start'
  return where > 94 ? 'end' : 'middle'
}
