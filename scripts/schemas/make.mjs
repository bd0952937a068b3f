/**
 * JSON Schemas of what is written down and printed. The types are the core's: `bindings/types.ts` is generated from the Rust ones, and
 * these schemas are generated from it. Rust's integers are numbers there, so here too.
 */
import {createHash} from 'node:crypto'
import path from 'node:path'
import {createGenerator} from 'ts-json-schema-generator'
import {root} from '../lib/paths.mjs'

/** Folder of the schemas and of the list of their versions. */
export const folder = path.join(root, 'docs', 'schemas')

/**
 * What has a schema: the type, the format whose version it has, and where in the value that version stands.
 * A diagnostic is a part of an output and has its version.
 */
export const kinds = {
  diagnostic: {format: 'output', type: 'Diagnostic'},
  journal: {at: ['JournalRecord', 'version'], format: 'journal', type: 'JournalLine'},
  notification: {at: ['Notification', 'formatVersion'], format: 'notification', type: 'Notification'},
  output: {at: ['Output', 'formatVersion'], format: 'output', type: 'Output'},
  plan: {at: ['Plan', 'formatVersion'], format: 'plan', type: 'Plan'},
  report: {at: ['Report', 'formatVersion'], format: 'report', type: 'Report'},
  snapshot: {at: ['Snapshot', 'formatVersion'], format: 'snapshot', type: 'Snapshot'},
  stream: {at: ['Streamed', 'formatVersion'], format: 'stream', type: 'Streamed'},
}

/**
 * Makes every schema.
 * @param {Record<string, string>} versions of the formats, as the core has them
 * @returns {Record<string, {version: string, schema: object}>}
 */
export function make(versions) {
  const generator = createGenerator({
    additionalProperties: false,
    encodeRefs: false,
    expose: 'all',
    path: path.join(root, 'bindings', 'types.ts'),
    skipTypeCheck: true,
    sortProps: true,
    topRef: true,
  })
  return Object.fromEntries(
    Object.entries(kinds).map(([name, {at, format, type}]) => {
      const version = versions[format]
      const {$ref, $schema, definitions: found} = generator.createSchema(type)
      const definitions = named(found)
      if (at) pin(definitions, at, version)
      const title = `${name}, format ${version}`
      return [name, {schema: {$ref, $schema, definitions, title, 'x-formatVersion': version}, version}]
    }),
  )
}

/**
 * Definitions that have a name of ours. The generator's own names tell where in the file a type stands, which is no part of what it
 * demands: such a definition stands where it is used.
 */
function named(definitions) {
  const inside = value => {
    if (Array.isArray(value)) return value.map(one => inside(one))
    if (value === null || typeof value !== 'object') return value
    const name = typeof value.$ref === 'string' ? value.$ref.replace('#/definitions/', '') : null
    if (name !== null && !isName(name)) return inside({...definitions[name], ...(value.description && {description: value.description})})
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inside(one)]))
  }

  return inside(Object.fromEntries(Object.entries(definitions).filter(([name]) => isName(name))))
}

function isName(name) {
  return /^\w+$/.test(name)
}

/** What is of another version is of another schema. */
function pin(definitions, [type, field], version) {
  const branches = definitions[type].anyOf ?? [definitions[type]]
  for (const {properties} of branches) properties[field] = {...properties[field], const: version}
}

/** SHA-256 of what a schema demands; what it only says to people is no part of it. */
export function sum({$ref, definitions}) {
  const demands = JSON.stringify({$ref, definitions}, (key, value) => {
    if (key === 'description' && typeof value === 'string') return
    const isObject = value && typeof value === 'object' && !Array.isArray(value)
    return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value
  })
  return createHash('sha256').update(demands).digest('hex')
}

/** A schema as its file holds it. */
export function text(schema) {
  return `${JSON.stringify(schema, null, 2)}\n`
}
