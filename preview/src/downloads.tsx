/** The plan and its change request as files. */
import type {PageLabels, Plan} from '../../bindings/types.js'

/** Two buttons, and what they give. */
export function Downloads({changeRequest, labels, plan}: {changeRequest: string | null; labels: PageLabels; plan: Plan}) {
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
    </p>
  )
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], {type}))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
