import { requirePermittedRedirects } from './document-metadata';

const CLIENT = 'https://app.example/client.json';

describe('CIMD_REDIRECTS', () => {
  it.each([
    ['any', 'com.example.app:/callback', true],
    ['same-origin-or-loopback', 'http://127.0.0.1/callback', true],
    ['same-origin-or-loopback', 'http://localhost/callback', true],
    ['same-origin-or-loopback', 'https://app.example/callback', true],
    ['same-origin-or-loopback', 'https://app.example:8443/callback', false],
    ['same-origin-or-loopback', 'https://app.example.evil.example/callback', false],
    ['same-origin-or-loopback', 'com.example.app:/callback', false],
    ['same-origin', 'https://app.example/callback', true],
    ['same-origin', 'http://127.0.0.1/callback', false],
  ] as const)('%s: %s is permitted: %s', (redirects, uri, isPermitted) => {
    const check = (): void => {
      requirePermittedRedirects(CLIENT, ['https://app.example/first', uri], { redirects });
    };
    if (isPermitted) expect(check).not.toThrow();
    else expect(check).toThrow(/^redirect_uris\[1\] must have the origin of client_id/);
  });
});
