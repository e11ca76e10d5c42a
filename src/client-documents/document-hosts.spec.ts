import { isPermittedHost } from './document-hosts';

describe('CIMD_HOSTS', () => {
  it.each([
    ['app.example', [], true],
    ['app.example', ['app.example'], true],
    ['app.example:8443', ['app.example'], true],
    ['app.example', ['app.example:8443'], false],
    ['app.example:8443', ['APP.example:8443'], true],
    ['a.app.example', ['*.example'], true],
    ['example', ['*.example'], false],
    ['badexample', ['*.example'], false],
    ['evil.example', ['!evil.example'], false],
    ['app.example', ['!evil.example'], true],
    ['a.evil.example', ['*.example', '!*.evil.example'], false],
    ['other.test', ['*.example', '!evil.example'], false],
  ] as const)('%s with %j is permitted: %s', (host, entries, isPermitted) => {
    expect(isPermittedHost(host, entries)).toBe(isPermitted);
  });
});
