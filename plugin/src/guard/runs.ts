/** What the runs of this machine say of an app. */
import type {Core, Ending, JournalLine, StoredRun} from '../core.js'
import type {RunStore} from '../journal/store.js'

/** A run, as far as a hook needs it. */
export type Known = {
  run: string
  apps: string[]
  /** Its databases, as they were found and as they are to be. */
  addons: string[]
  open: boolean
  /** SHA-256 of its plan; worked out when it is asked for. */
  plan(): string | null
}

/** The part of a list of runs that is read here; its shape is the core's. */
type Listed = {run: string; apps: string[]; from: {addon: string}; to: {addon: string} | null; running: boolean; ending: Ending}

/** Reads the runs of this machine, by the core's own list of them. */
export async function knownRuns(core: Core, store: RunStore, openEndings: readonly Ending[], now: number): Promise<Known[]> {
  const runs = await store.list()
  if (runs.length === 0) return []
  const session = core.session(
    {app: null, kind: 'runs'},
    {
      face: {columns: null, local: {offsets: [], zone: ''}, verbose: false},
      holder: '',
      interactive: false,
      json: true,
      now,
      runId: '',
      runs,
    },
  )
  try {
    for (;;) {
      const directive = session.next(now)
      if (directive.kind === 'done') return []
      if (directive.kind === 'show' && directive.event.kind === 'json') {
        const {runs: listed} = directive.event.value as {runs: Listed[]}
        return listed.map(one => ({
          addons: [one.from.addon, ...(one.to === null ? [] : [one.to.addon])],
          apps: one.apps,
          open: one.running || openEndings.includes(one.ending),
          plan: () =>
            planOf(
              core,
              runs.find(run => run.runId === one.run),
            ),
          run: one.run,
        }))
      }

      session.observe(directive.id, {kind: 'done'}, now)
    }
  } finally {
    session.free()
  }
}

/** The sum of the plan with which a journal begins; that its chain holds is known by then. */
function planOf(core: Core, run: StoredRun | undefined): string | null {
  const [first = ''] = run?.journal.split('\n', 1) ?? []
  const {entry} = (JSON.parse(first) as JournalLine).record
  return entry.kind === 'begun' ? core.planSha256(entry.plan) : null
}
