/**
 * What a page does with the core: plans from a snapshot, shows the plan and its checks, plays it. No file system, no network, no Node.
 *
 * A bundler puts it together. Of it is asked what every bundler can: the module `.wasm` as bytes (rolldown and esbuild call that
 * `binary`; with Vite, `?url` and `fetch`), and `connect-bindings` as the name of the folder of the build for `web`.
 */
import {initSync, plan, planSha256, planText, Rehearsal} from 'connect-bindings'
import module from 'connect-bindings/connect_bindings_bg.wasm'

initSync({module})

/** The plan of a snapshot: its sum, what its checks say, and its text. */
export function planned({request, snapshot}) {
  const made = plan(snapshot, request)
  return {
    checks: made.prechecks.map(({code, message, severity}) => ({code, message, severity})),
    sha256: planSha256(made),
    steps: made.steps.length,
    // A span is a piece of text with a style, which a page makes a class of; its text is text, never HTML.
    text: planText(made).map(line => line.map(span => span.text).join('')),
  }
}

/** Plays the plan to its end and tells each thing that happens; `chance` says what becomes of the next one. */
export function played({request, snapshot}, tell = () => {}, chance = () => 'succeed') {
  const rehearsal = new Rehearsal(snapshot, request)
  try {
    for (let told; ; tell(told)) {
      told = rehearsal.step(chance(told))
      if (told.what.kind === 'ended') return told.what.report
    }
  } finally {
    rehearsal.free()
  }
}
