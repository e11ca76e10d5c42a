import { defineConfig, globalIgnores } from 'eslint/config';
import root from '../eslint.config.mjs';

/** The product's rules; what measures prints, and reads the environment. */
export default defineConfig(
  globalIgnores(['built', 'results', '.cache']),
  root,
  { files: ['**/*.ts'], rules: { 'no-console': 'off', 'no-restricted-properties': 'off' } },
  {
    files: ['**/*.ts'],
    ignores: ['product.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/src/**'], message: 'Only product.ts imports the source of the product.' }] },
      ],
    },
  },
);
