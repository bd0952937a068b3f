/** The plan, its change request and its runbook as files. */
import type {PageLabels, Plan} from '../../bindings/types.js'
import type {Core} from './core.js'

/** A button for each, and what it gives. The runbook is made by the core, where there is one. */
export function Downloads(from: {changeRequest: string | null; core: Core | null; labels: PageLabels; plan: Plan}) {
  const {changeRequest, core, labels, plan} = from
  return (
    <p>
      <button onClick={() => save('plan.json', 'application/json', `${JSON.stringify(plan, null, 2)}\n`)} type="button">
        {labels.plan}
      </button>
      {changeRequest !== null && (
        <button onClick={() => save('change.md', 'text/markdown', `${changeRequest}\n`)} type="button">
          {labels.changeRequest}
        </button>
      )}
      {changeRequest !== null && core && (
        <button data-act="runbook" onClick={() => save('runbook.sh', 'text/x-shellscript', core.runbook(plan, newRun()))} type="button">
          {labels.runbook}
        </button>
      )}
    </p>
  )
}

/** Id of the run that a runbook begins, as the command makes one. */
function newRun(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567'
  return `r${[...crypto.getRandomValues(new Uint8Array(7))].map(one => letters[one % letters.length]).join('')}`
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], {type}))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
