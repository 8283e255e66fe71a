import { defineConfig } from 'vitest/config';

const services = {
  globalSetup: ['tests/harness/start-services.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

/** One project per kind of test; those that need services share one embedded PostgreSQL, a database per file. */
export default defineConfig({
  test: {
    // Two cores: more files at once would only make each of them slower.
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], ...services } },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...services } },
      {
        test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], ...services, testTimeout: 120_000 },
      },
      { test: { name: 'faults', include: ['tests/faults/**/*.test.ts'], ...services, testTimeout: 120_000 } },
    ],
  },
});
