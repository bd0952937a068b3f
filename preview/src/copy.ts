/** Commands can be copied; without a clipboard they can still be selected. */
import type {PageLabels} from '../../bindings/types.js'

/** Puts a button to every block of commands. */
export function copyable(page: HTMLElement, labels: PageLabels): void {
  for (const block of page.querySelectorAll('pre')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = labels.copy
    button.addEventListener('click', () => void copy(block, button, labels))
    const frame = document.createElement('div')
    frame.className = 'command'
    block.replaceWith(frame)
    frame.append(block, button)
  }
}

async function copy(block: HTMLElement, button: HTMLElement, labels: PageLabels): Promise<void> {
  try {
    await navigator.clipboard.writeText(block.textContent ?? '')
    button.textContent = labels.copied
  } catch {
    getSelection()?.selectAllChildren(block)
  }
}
