/**
 * Tests change tables by several statements at once, and run two nodes in one process. On SQLite each statement takes a
 * thread and waits for the lock; with the usual four threads, none may be left for the node that holds the lock.
 */
process.env['UV_THREADPOOL_SIZE'] = '64';

const common = {
  testEnvironment: '<rootDir>/test/support/jest/shared-context.environment.cjs',
  runtime: '<rootDir>/test/support/jest/shared-modules.runtime.cjs',
  transform: { '\\.ts$': '@swc/jest' },
  setupFilesAfterEnv: ['<rootDir>/test/support/close-leftovers.ts'],
};

const onDatabase = (database, testMatch) => ({
  ...common,
  displayName: database,
  testMatch,
  roots: ['<rootDir>/test'],
  globals: { TEST_DATABASE: database },
  globalSetup: `<rootDir>/test/support/run/start-${database}.ts`,
  globalTeardown: `<rootDir>/test/support/run/stop-${database}.ts`,
});

/**
 * Pure functions beside their sources; the whole application over HTTP, on each database where it makes a difference.
 * A slow machine gets its time.
 */
module.exports = {
  testTimeout: 120_000,
  maxWorkers: 2, // jest takes one where there are two cores
  workerIdleMemoryLimit: '400MB', // of heap: beyond this a fresh worker takes over
  globalSetup: '<rootDir>/test/support/run/make-folder.ts',
  globalTeardown: '<rootDir>/test/support/run/remove-folder.ts',
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts'],
  projects: [
    {
      ...common,
      displayName: 'unit',
      roots: ['src', 'bench/growth', 'bench/soak'].map((folder) => `<rootDir>/${folder}`),
      testMatch: ['**/*.spec.ts'],
    },
    onDatabase('sqlite', ['**/*.e2e-spec.ts']),
    onDatabase('postgres', ['**/*.database.e2e-spec.ts']),
  ],
};
