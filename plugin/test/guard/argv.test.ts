import {describe, expect, it} from 'vitest'

import {appOf, type Git} from '../../src/guard/app.js'
import {read} from '../../src/guard/argv.js'
import {remotesOf} from '../../src/guard/git.js'

const nowhere: Git = {configured: async () => null, remotes: async () => []}

/** Git that may not be asked. */
const unasked: Git = {
  configured: () => Promise.reject(new Error('git was asked')),
  remotes: () => Promise.reject(new Error('git was asked')),
}

const git = (configured: string | null, ...remotes: Array<[string, string]>): Git => ({
  configured: async () => configured,
  remotes: async () => remotes.map(([name, app]) => ({app, name})),
})

describe('what was typed', () => {
  it.each([
    [['-a', 'acme'], 'acme'],
    [['-aacme'], 'acme'],
    [['-a=acme'], 'acme'],
    [['--app', 'acme'], 'acme'],
    [['--app=acme'], 'acme'],
    [['-a', 'first', '--app', 'acme'], 'acme'],
    [['DATABASE', '--confirm', 'other', '-a', 'acme', '--force'], 'acme'],
    [['DATABASE'], null],
    [['--', '--app', 'acme'], null],
    [['--app'], null],
    [['--app', '--', 'acme'], null],
    [['--as', '-a', 'acme'], null],
  ])('%j is about %s', (argv, app) => {
    expect(read(argv).app).toBe(app)
  })

  it('has words, which are neither flags nor their values', () => {
    expect(read(['DATABASE', '--as', 'MAIN', '-a', 'acme', '-cacme', '--force', 'second', '--', 'behind']).words).toEqual([
      'DATABASE',
      'second',
    ])
  })

  it('has flags, those that are passed on among them', () => {
    expect(read(['heroku-postgresql:standard-0', '-a', 'acme', '--', '--follow=DATABASE', '-x']).flags).toEqual(['-a', '--follow'])
  })
})

describe('the app', () => {
  const none = read([])

  it('is the one of the flag, before all others', async () => {
    expect(await appOf(read(['-a', 'acme', '-r', 'staging']), {HEROKU_APP: 'other'}, unasked)).toBe('acme')
  })

  it('is the one of the environment, before git, as the CLI has it', async () => {
    expect(await appOf(read(['-r', 'staging']), {HEROKU_APP: 'acme'}, unasked)).toBe('acme')
    expect(await appOf(none, {HEROKU_APP: ''}, nowhere)).toBeNull()
  })

  it('is the one of the remote that was named, was set, or is alone', async () => {
    const two: Array<[string, string]> = [
      ['heroku', 'acme'],
      ['staging', 'acme-staging'],
    ]
    expect(await appOf(read(['--remote', 'staging']), {}, git('heroku', ...two))).toBe('acme-staging')
    expect(await appOf(none, {}, git('heroku', ...two))).toBe('acme')
    expect(await appOf(none, {}, git(null, ['heroku', 'acme']))).toBe('acme')
  })

  it('is not guessed among several remotes, nor taken from one that is not there', async () => {
    expect(await appOf(none, {}, git(null, ['a', 'acme'], ['b', 'other']))).toBeNull()
    expect(await appOf(read(['-r', 'gone']), {}, git(null, ['a', 'acme']))).toBeNull()
  })

  it.each(['../other', 'acme\u001B[2J', 'Acme', 'a b', 'acme?x=1', ''])('is never %j', async name => {
    expect(await appOf(read(['-a', name]), {}, nowhere)).toBeNull()
  })
})

describe('remotes', () => {
  const prefixes = ['git@heroku.com:', 'ssh://git@heroku.com/', 'https://git.heroku.com/']

  it('are those that lead to Heroku, once each', () => {
    const text = [
      'heroku\thttps://git.heroku.com/acme.git (fetch)',
      'heroku\thttps://git.heroku.com/acme.git (push)',
      'old\tgit@heroku.com:acme-old.git (fetch)',
      'origin\thttps://github.com/acme/acme.git (fetch)',
      'odd\thttps://git.heroku.com/acme (fetch)',
      'half',
      '',
    ].join('\n')
    expect(remotesOf(text, prefixes)).toEqual([
      {app: 'acme', name: 'heroku'},
      {app: 'acme-old', name: 'old'},
    ])
  })
})
