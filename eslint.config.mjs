import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What a class that Nest injects can be, as the name of its file says. */
const ROLES = [
  ...[
    'check',
    'factory',
    'follower',
    'guard',
    'limit',
    'listener',
    'pipe',
    'registry',
    'repository',
    'service',
    'store',
    'strategy',
  ],
  ...['task', 'tracker', 'validator'],
];

/**
 * What code that cannot wait for `import()` loads by `require` when it is first needed, so that a start without it takes less
 * time and memory. test/platform/operations/loaded-libraries.database.e2e-spec.ts shows what a start does not load.
 */
const LOADED_LATE = [
  ...['^ajv/dist/2020$', '^ajv-formats$', '^jsonc-parser$', '^re2js$', '^yaml$'],
  // Beside the file that loads it.
  '^\\./(document|postgres-driver|sqlite-driver|serve|features/sign-in/sign-in\\.module)$',
  '^\\./clientele/(server/(serve-process|check-health)|run-clientele)$',
];

export default defineConfig(
  globalIgnores(['dist', 'coverage', 'data', 'bench', 'test-clients']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // Early returns from callbacks whose type is void: `return void done()`.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreVoidOperator: true }],
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // Entities and DTOs are plain data: a literal of their shape is one of them.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-require-imports': ['error', { allow: LOADED_LATE }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/platform/config reads the environment.' },
      ],
      'no-warning-comments': ['error', { terms: ['fixme', 'xxx', 'hack'] }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/core/jose/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: 'jose',
          importNames: ['jwtVerify'],
          message: 'verifyJwt of src/core/jose checks the types of all claims.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'setInterval', message: 'Work that is repeated is a PeriodicTask of src/platform/scheduling.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ROLES.map((role) => `**/*.${role}.ts`),
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "Decorator[expression.callee.name='Injectable']",
          message: `The name of the file ends with the role of the class: ${ROLES.join(', ')}.`,
        },
      ],
    },
  },
  {
    files: ['src/platform/config/*.ts', 'test/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['test/**/*.ts', '**/*.spec.ts'],
    rules: {
      // jest's asymmetric matchers are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // A suite is one function, and all cases of a subject stand in one file.
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['scripts/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Programs for readers, who run them as they are.
    files: ['examples/**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['console', 'fetch', 'process', 'URL', 'URLSearchParams'].map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      globals: {
        ...{ module: 'writable', exports: 'writable', require: 'readonly', __dirname: 'readonly' },
        ...{ process: 'readonly', Buffer: 'readonly' },
      },
    },
  },
);
