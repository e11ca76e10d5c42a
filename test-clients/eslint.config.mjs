import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import root from '../eslint.config.mjs';

/** The product's rules; the script that runs the programs prints, and reads the environment. */
export default defineConfig(
  globalIgnores(['node_modules']),
  root,
  {
    files: ['**/*.ts'],
    rules: {
      'no-console': 'off',
      'no-restricted-properties': 'off',
      // Some are deprecated so that they stand out: loopback without TLS is what they are for. Some are what is in the field.
      '@typescript-eslint/no-deprecated': [
        'error',
        {
          allow: [
            { from: 'package', package: 'openid-client', name: 'allowInsecureRequests' },
            { from: 'package', package: 'oauth4webapi', name: 'allowInsecureRequests' },
            { from: 'package', package: 'matrix-js-sdk', name: 'discoverAndValidateOIDCIssuerWellKnown' },
          ],
        },
      ],
      // What node:test registers it also awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'describe', 'it', 'before', 'after'] },
          ],
        },
      ],
    },
  },
  {
    // A suite is one function.
    files: ['browser/**/*.ts', 'sign-in/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // What they import is generated while they are tested.
    files: ['generators/uses/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
