import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The CLI's modules take a second to load on a busy machine.
    hookTimeout: 30_000,
    setupFiles: ['test/init.ts'],
    testTimeout: 60_000,
  },
})
