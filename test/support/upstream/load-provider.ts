import { createRequire } from 'node:module';
import type * as OidcProvider from 'oidc-provider';

let loaded: typeof OidcProvider | undefined;

/** Loads oidc-provider without its warning about Node 20, where these tests run as well. */
export const loadProvider = (): typeof OidcProvider => {
  if (loaded) return loaded;
  const warnings = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  try {
    loaded = createRequire(__filename)('oidc-provider') as typeof OidcProvider;
    return loaded;
  } finally {
    warnings.mockRestore();
  }
};
