/**
 * Makes text from outside harmless for a terminal: control characters, and marks that reorder text, are spelled out.
 */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g, (c) =>
    `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
  )
}
