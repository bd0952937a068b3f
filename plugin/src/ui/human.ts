/** Lines of the core as text: a style becomes a colour, nothing else is added. */
import * as color from '@heroku/heroku-cli-util/color'

import type {Line, Style} from '../core.js'

/** The palette of the Heroku CLI. Names that would add a symbol or a prompt are avoided: the core counts columns. */
const PALETTE: Record<Style, (text: string) => string> = {
  addon: color.addon,
  app: color.purple,
  command: color.code,
  failure: color.failure,
  faint: color.inactive,
  heading: color.bold,
  info: color.info,
  label: color.label,
  plain: text => text,
  success: color.success,
  warning: color.warning,
}

/** The line in colour. The colour module itself follows `NO_COLOR`, `FORCE_COLOR` and whether stdout is a terminal. */
export function coloured(line: Line): string {
  return line.map(span => (PALETTE[span.style] ?? PALETTE.plain)(span.text)).join('')
}

/** The line without colour. */
export function plain(line: Line): string {
  return line.map(span => span.text).join('')
}

/** The line cut to so many columns. */
export function cutTo(line: Line, columns: number): Line {
  let left = Math.max(columns, 0)
  const kept: Line = []
  for (const span of line) {
    const characters = [...span.text]
    if (characters.length > left) {
      kept.push({style: span.style, text: `${characters.slice(0, Math.max(left - 1, 0)).join('')}…`})
      return kept
    }

    left -= characters.length
    kept.push(span)
  }

  return kept
}
