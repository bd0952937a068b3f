/** What could be asked for instead: a list for each choice. */
import type {PageData, PlanRequest} from '../../bindings/types.js'

/** The choices of a plan; `plan` is asked for another one, `original` for that of the file. */
export function Otherwise(from: {data: PageData; original: (() => void) | null; plan: (request: PlanRequest) => void}) {
  const {data, original, plan} = from
  const {choices, labels} = data
  return (
    <>
      <h2>{labels.choices}</h2>
      <p>{labels.chosen}</p>
      <div class="choices">
        {choices.map(({name, options}) => (
          <label key={name}>
            <span>{name}</span>
            <select
              data-choice={name}
              onChange={event => {
                const option = options[event.currentTarget.selectedIndex]
                if (option) plan(option.request)
              }}
            >
              {options.map(({chosen, text}) => (
                <option key={text} selected={chosen}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        ))}
        {original && (
          <button onClick={original} type="button">
            {labels.original}
          </button>
        )}
      </div>
    </>
  )
}
