/** The core as the page takes it: the build for pages, which the bundler puts in the place of this name. */
declare module 'connect-bindings' {
  import type {Frame, Strike, StrikeInfo} from '../../bindings/film.js'
  import type {PageLabels, PageParts, Plan, PlanRequest, Ran, Snapshot, View} from '../../bindings/types.js'

  export default function init(bytes: {module_or_path: ArrayBuffer}): Promise<unknown>
  export function journalRan(text: string): Ran[]
  export function journalText(text: string): string | undefined
  export function openedParts(name: string, text: string, view: View | null): PageParts
  export function pageLabels(): PageLabels
  export function pageParts(snapshot: Snapshot, request: PlanRequest, view: View): PageParts
  export function runbook(plan: Plan, run: string): string
  export function strikes(): StrikeInfo[]
  export class Film {
    constructor(snapshot: Snapshot, request: PlanRequest, strikes: Strike[])
    free(): void
    advance(): Frame | null
    over(): boolean
  }
}
