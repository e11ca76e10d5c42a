import { defineConfig, globalIgnores } from 'eslint/config';
import root from '../eslint.config.mjs';

/** The product's rules; what measures prints, and reads the environment. */
export default defineConfig(
  globalIgnores(['built', 'results', '.cache']),
  root,
  { files: ['**/*.ts'], rules: { 'no-console': 'off', 'no-restricted-properties': 'off' } },
  {
    files: ['**/*.ts'],
    ignores: ['product.ts', 'product-people.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/src/**'],
              message: 'Only product.ts and product-people.ts import the source of the product.',
            },
          ],
        },
      ],
    },
  },
);
