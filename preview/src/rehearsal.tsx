/** The rehearsal: what the run would say, back and forth at any speed, with what can go wrong a click away. */
import {signal} from '@preact/signals'
import {useEffect, useRef} from 'preact/hooks'
import type {Frame, StrikeInfo} from '../../bindings/film.js'
import type {PageLabels} from '../../bindings/types.js'
import {frames, position, refused, strike, struck, whole} from './film.js'

/** How many times as quick as the simulator's clock; nothing for at once. */
const SPEEDS = [1, 10, 60, 600]

/** A wait is cut to this, milliseconds. */
const LONGEST = 1200

/** What is said at once comes apart by this, milliseconds of the simulator's clock. */
const LINE = 1000

const speed = signal(10)
const playing = signal(false)

/** Head and film; `make` is called when it must be made anew. */
export function Rehearsal({labels, make, strikes}: {labels: PageLabels; make: () => void; strikes: StrikeInfo[]}) {
  return (
    <>
      <h2>{labels.rehearsal}</h2>
      <p>{labels.rehearsed}</p>
      {refused.value !== null && (
        <p class="trouble" role="alert">
          {refused.value}
        </p>
      )}
      {frames.value.length === 0 ? (
        <button data-act="rehearse" onClick={make} type="button">
          {labels.rehearse}
        </button>
      ) : (
        <>
          <Controls labels={labels} />
          <Wrong labels={labels} make={make} strikes={strikes} />
          <Shown labels={labels} />
        </>
      )}
    </>
  )
}

function Controls({labels}: {labels: PageLabels}) {
  const [all, at] = [frames.value, position.value]
  useEffect(() => {
    if (!playing.value || at >= all.length) return
    const apart = (all[at]?.atMs ?? 0) - (all[at - 1]?.atMs ?? 0)
    const timer = setTimeout(() => position.value++, Math.min(LONGEST, Math.max(apart, LINE) / speed.value))
    return () => clearTimeout(timer)
  }, [all, at, playing.value, speed.value])
  const go = (to: number): void => {
    position.value = Math.max(0, Math.min(all.length, to))
  }

  const going = playing.value && at < all.length
  return (
    <div class="controls" role="group">
      <button
        data-act="play"
        onClick={() => {
          if (at >= all.length) go(0)
          playing.value = !going
        }}
        type="button"
      >
        {going ? labels.pause : labels.play}
      </button>
      <button data-act="back" disabled={at === 0} onClick={() => go(at - 1)} type="button">
        {labels.back}
      </button>
      <button data-act="forward" disabled={at >= all.length} onClick={() => go(at + 1)} type="button">
        {labels.forward}
      </button>
      <label>
        <span>{labels.position}</span>
        <input max={all.length} min="0" onInput={event => go(Number(event.currentTarget.value))} type="range" value={at} />
      </label>
      <label>
        <span>{labels.speed}</span>
        <select onChange={event => (speed.value = SPEEDS[event.currentTarget.selectedIndex] ?? 1)}>
          {SPEEDS.map(one => (
            <option key={one} selected={one === speed.value}>
              {one}×
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

function Wrong({labels, make, strikes}: {labels: PageLabels; make: () => void; strikes: StrikeInfo[]}) {
  return (
    <div aria-label={labels.strikes} class="strikes" role="group">
      <span>{labels.strikes}</span>
      {strikes.map(({name, sentence, title}) => (
        <button
          data-strike={name}
          disabled={!whole.value}
          key={name}
          onClick={() => {
            strike(name)
            playing.value = true
            make()
          }}
          title={sentence}
          type="button"
        >
          {title}
        </button>
      ))}
      {struck.value.length > 0 && (
        <button
          data-act="unharmed"
          onClick={() => {
            struck.value = []
            make()
          }}
          type="button"
        >
          {labels.unharmed}
        </button>
      )}
    </div>
  )
}

/** What was said so far; the newest is in view. */
function Shown({labels}: {labels: PageLabels}) {
  const list = useRef<HTMLOListElement>(null)
  const shown = frames.value.slice(0, position.value)
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight
  }, [shown.length])
  return (
    <ol aria-label={labels.rehearsal} class="film" ref={list} tabIndex={0}>
      {shown.map((frame, at) => (
        <One frame={frame} key={at} />
      ))}
    </ol>
  )
}

function One({frame: {clock, kind, text}}: {frame: Frame}) {
  return (
    <li class={kind}>
      <time>{clock}</time>
      <span>{text}</span>
    </li>
  )
}
