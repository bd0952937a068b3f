/** Every path of every service is the core's: none stands in the plugin. */
import fs from 'node:fs'
import path from 'node:path'
import {fileURLToPath} from 'node:url'

import ts from 'typescript'
import {describe, expect, it} from 'vitest'

import type {Directive} from '../src/core.js'

const SOURCE = fileURLToPath(new URL('../src', import.meta.url))
const RECORDED = fileURLToPath(new URL('../../tests/fixtures/transcripts/upgrade-follower.jsonl', import.meta.url))

/** What begins with a slash and is no path of a service: the kernel's files, a pointer into JSON, a slash. */
const OTHERS = ['/', '/proc/', '/proc/sys/kernel/random/boot_id', '/stat', '/url']

/** Texts of a source: strings and the pieces of templates, but not the names of modules. */
function textsOf(source: string): string[] {
  const texts: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
      texts.push(node.text)
    }

    ts.forEachChild(node, visit)
  }

  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022))
  return texts
}

/** First words of all paths that a whole run uses, and those of the services' versions. */
function firstWords(): Set<string> {
  const directives = fs
    .readFileSync(RECORDED, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(line => (JSON.parse(line) as {directive: Directive}).directive)
  const effects = directives.flatMap(one => (one.kind === 'perform' ? [one.effect] : one.kind === 'together' ? one.effects : []))
  const paths = effects.flatMap(effect => {
    if (effect.kind === 'file') return []
    return [effect.kind === 'http' ? effect.request.path : effect.lookup.path]
  })
  return new Set(paths.map(one => one.split(/[/?]/)[1] ?? ''))
}

const WORDS = firstWords()

/** True for what could be a path, or a piece of one. */
function isPath(text: string): boolean {
  if (text.startsWith('/')) return !OTHERS.includes(text)
  return text.includes('/') && text.split(/[/?]/).some(word => WORDS.has(word) || /^v\d+$/.test(word))
}

describe('the sources of the plugin', () => {
  const files = fs
    .readdirSync(SOURCE, {recursive: true})
    .map(String)
    .filter(name => name.endsWith('.ts'))

  it.each(files)('%s names no path of a service', name => {
    expect(textsOf(fs.readFileSync(path.join(SOURCE, name), 'utf8')).filter(text => isPath(text))).toEqual([])
  })

  it('are all looked at', () => {
    expect(files).toContain('core.ts')
    expect(files).toContain(path.join('effects', 'database-url.ts'))
    expect(files).toContain(path.join('commands', 'connect', 'upgrade-db.ts'))
  })
})

/* eslint-disable no-template-curly-in-string -- these are sources to look at */
describe('the look at them', () => {
  it.each([
    'const a = `/apps/${b}/config-vars`',
    "const a = '/addons'",
    "call('client/v11/databases')",
    'call(`${base}/api/v3/connections`)',
    "const a = {path: '/account'}",
    "const a = 'https://api.heroku.com/apps'",
    'const a = `apps/${b}`',
  ])('finds %s', source => {
    expect(textsOf(source).filter(text => isPath(text))).not.toEqual([])
  })

  it.each([
    "import {a} from './apps/addons.js'",
    "const a = await import('../client/v11.js')",
    "export * from './api/v3.js'",
    '// GET /apps/acme',
    "const a = 'names of the apps'",
    "const a = 'application/json, text/plain, */*'",
  ])('passes over %s', source => {
    expect(textsOf(source).filter(text => isPath(text))).toEqual([])
  })

  it('knows the paths of a whole run', () => {
    expect([...WORDS]).toEqual(expect.arrayContaining(['addons', 'api', 'apps', 'client']))
    expect(WORDS).not.toContain('')
  })
})
