import { defineConfig } from 'vitest/config'

const project = (name: string, include: string[], extra: Record<string, unknown> = {}) => ({ test: { name, include, ...extra } })
const slow = { testTimeout: 120_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    projects: [
      // Nothing is mocked, so files may share what they have loaded: a fifth of the time.
      project('unit', ['test/architecture.test.ts', 'test/unit/**/*.test.ts'], { testTimeout: 30_000, isolate: false }),
      project('contract', ['test/contract/**/*.test.ts'], slow),
      project('flow', ['test/flow/**/*.test.ts'], slow),
      project('fault', ['test/fault/**/*.test.ts'], slow),
      // Savings against simulated truth: `npm run proof:savings`.
      project('proof', ['test/proof/**/*.test.ts'], { testTimeout: 3_600_000, hookTimeout: 3_600_000 }),
      project('browser', ['test/browser/**/*.test.ts'], slow),
    ],
    maxWorkers: 2,
  },
})
