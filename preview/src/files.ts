/** Files that are dropped, chosen or pasted. */

/** Calls `open` with the name and the text of each. */
export function take(open: (name: string, text: string) => void): void {
  const read = async (files: FileList | null | undefined): Promise<void> => {
    const [file] = files ?? []
    if (file) open(file.name, await file.text())
  }

  document.addEventListener('dragover', event => event.preventDefault())
  document.addEventListener('drop', event => {
    event.preventDefault()
    void read(event.dataTransfer?.files)
  })
  document.addEventListener('paste', event => {
    if (event.clipboardData?.files.length) return void read(event.clipboardData.files)
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (text.trim().startsWith('{')) open('pasted', text)
  })
}

/** A label with a field that asks for one. */
export function field(label: string, open: (name: string, text: string) => void): HTMLElement {
  const input = document.createElement('input')
  input.type = 'file'
  input.addEventListener('change', async () => {
    const [file] = input.files ?? []
    if (file) open(file.name, await file.text())
  })
  const frame = document.createElement('label')
  frame.className = 'life open'
  frame.append(label, ' ', input)
  return frame
}
