/** Places on an axis, in percent of its length: a picture then fits any width, and paper. */

/** A place between 0 and `end`. */
export function place(at: number, end: number): number {
  return end > 0 ? Math.round((at / end) * 10_000) / 100 : 0
}

/** The same as an attribute of SVG. */
export function percent(at: number, end: number): string {
  return `${place(at, end)}%`
}

/** From and to as attributes of a rectangle. */
export function extent({from, to}: {from: number; to: number}, end: number): {width: string; x: string} {
  return {width: `${Math.max(0, Math.round((place(to, end) - place(from, end)) * 100) / 100)}%`, x: percent(from, end)}
}
