/** Enlivens the words: draws the picture, folds the steps, offers what can be copied, and wakes the core. What is said is the core's. */
import {show} from './board.js'
import {read} from './data.js'
import {live, liveEmpty} from './life.js'
import {unfoldForPrint} from './print.js'

const main = document.querySelector('main')
const held = read(document.querySelector<HTMLElement>('#data'))
if (main) {
  unfoldForPrint(main)
  if (held && 'trouble' in held) {
    const sentence = document.createElement('p')
    sentence.className = 'trouble'
    sentence.setAttribute('role', 'alert')
    sentence.textContent = held.trouble
    main.prepend(sentence)
  } else if (held) {
    show(main, held.data)
    // What computes waits until the page has been seen.
    addEventListener('load', () => void live(main, held.data))
  } else {
    addEventListener('load', () => void liveEmpty(main))
  }
}
