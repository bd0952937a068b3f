/** Numbers of a sample, and how people read them. */

/** Middle of a sample; `null` of an empty one. */
export function median(values) {
  const sorted = values.filter(value => value !== null && value !== undefined).sort((one, other) => one - other)
  if (sorted.length === 0) return null
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Median, smallest and largest of a sample. */
export function spread(values) {
  return {max: Math.max(...values), median: median(values), min: Math.min(...values), n: values.length}
}

/** Medians of each numeric field of several objects of one shape, other values as in the first. */
export function medians(objects) {
  const [first] = objects
  if (typeof first === 'number' || first === null) return median(objects)
  if (typeof first !== 'object' || Array.isArray(first)) return first
  return Object.fromEntries(Object.keys(first).map(key => [key, medians(objects.map(object => object[key]))]))
}

/** Milliseconds as seconds. */
export function seconds(ms) {
  return ms === null ? '-' : `${(ms / 1000).toFixed(2)} s`
}

/** Milliseconds below a few seconds. */
export function millis(ms) {
  return ms === null ? '-' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
}

/** Bytes as KiB. */
export function kib(bytes) {
  return `${(bytes / 1024).toFixed(0)} KiB`
}

/** One number over another. */
export function times(one, other) {
  return one === null || !other ? '-' : `${(one / other).toFixed(2)}x`
}
