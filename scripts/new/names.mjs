/** A name in the cases in which it is written. */
import {Problem} from '../lib/problem.mjs'

/**
 * @param {string} typed in kebab or snake case
 * @returns {{kebab: string, snake: string, Pascal: string, CODE: string, area: string, rest: string}} `area` and `rest`: the first word,
 *   and the others in kebab case; `CODE`: the name of a diagnostic code
 */
export function namesOf(typed) {
  if (!/^[a-z][a-z\d]*(-[a-z\d]+)*$|^[a-z][a-z\d]*(_[a-z\d]+)*$/.test(typed)) {
    throw new Problem(`A name is in kebab or snake case, for example app-normal or app_normal; this is ${JSON.stringify(typed)}.`)
  }

  const words = typed.split(/[-_]/)
  const [area, ...rest] = words
  return {
    area,
    CODE: [area, ...rest].join('_').toUpperCase(),
    kebab: words.join('-'),
    Pascal: words.map(word => word[0].toUpperCase() + word.slice(1)).join(''),
    rest: rest.join('-'),
    snake: words.join('_'),
  }
}

/** A template with the names filled in: `__snake__` and so on. */
export function fill(template, names) {
  return template.replaceAll(/__(area|CODE|kebab|Pascal|rest|snake)__/g, (_, name) => names[name])
}
