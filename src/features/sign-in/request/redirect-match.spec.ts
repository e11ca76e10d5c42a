import { isOwnOrigin, isSafeRedirect, matchesRegistered } from './redirect-match';

const match = (asked: string, registered: string): boolean => matchesRegistered(asked, registered, 'any');

describe('a redirect URI and the registered one', () => {
  it.each([
    ...['https://app.example/cb/', 'https://app.example/CB', 'https://app.example/cb?', 'https://app.example/cb?x=1'],
    ...['https://app.example/cb#', 'https://app.example/%63b', 'https://app.example/a/../cb', 'HTTPS://App.example/cb'],
    ...[
      'https://app.example:443/cb',
      'https://app.example/cb/..;/x',
      'https://app.example\\cb',
      ' https://app.example/cb',
    ],
    ...['https://app.example/cb\t', 'https://app.example@evil.example/cb', 'https://a@b@app.example/cb'],
  ])('%j is not https://app.example/cb', (asked) => {
    expect(match(asked, 'https://app.example/cb')).toBe(false);
  });

  it.each([
    ['http://127.0.0.1:5000/cb', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1:65535/cb', 'http://127.0.0.1/cb'],
    ['http://[::1]:5000/cb', 'http://[::1]/cb'],
    ['http://localhost:5000/cb', 'http://localhost/cb'],
    ['http://localhost:5000/cb', 'http://localhost:6000/cb'],
    ['http://localhost/cb', 'http://localhost:6000/cb'],
    ['http://127.0.0.1:5000/cb?a=b', 'http://127.0.0.1/cb?a=b'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1'],
    ['https://*.example/cb', 'https://*.example/cb'],
  ])('%s is %s', (asked, registered) => {
    expect(match(asked, registered)).toBe(true);
  });

  it.each([
    ['http://127.0.0.1:0/cb', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1:65536/cb', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1:080/cb', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1:/cb', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1:5000/CB', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1:5000/cb?x', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1:5000/cb#x', 'http://127.0.0.1/cb'],
    ['http://127.0.0.2:5000/cb', 'http://127.0.0.1/cb'],
    ['http://127.1:5000/cb', 'http://127.0.0.1/cb'],
    ['http://localhost:5000/cb', 'http://127.0.0.1/cb'],
    ['http://[::1]:5000/cb', 'http://localhost/cb'],
    ['http://localhost.:5000/cb', 'http://localhost/cb'],
    ['http://localhost.evil.example:5000/cb', 'http://localhost/cb'],
    ['http://LOCALHOST:5000/cb', 'http://localhost/cb'],
    ['http://user@localhost:5000/cb', 'http://localhost/cb'],
    ['http://localhost:5000@evil.example/cb', 'http://localhost/cb'],
    ['https://localhost:5000/cb', 'https://localhost/cb'],
    ['com.example.app:5000/cb', 'com.example.app:/cb'],
    ['https://a.example/cb', 'https://*.example/cb'],
  ])('%s is not %s', (asked, registered) => {
    expect(match(asked, registered)).toBe(false);
  });

  it('has its port alone if the operator wants that, unless it was registered without one', () => {
    expect(matchesRegistered('http://localhost:5000/cb', 'http://localhost:6000/cb', 'registered')).toBe(false);
    expect(matchesRegistered('http://localhost:6000/cb', 'http://localhost:6000/cb', 'registered')).toBe(true);
    expect(matchesRegistered('http://localhost:5000/cb', 'http://localhost/cb', 'registered')).toBe(true);
  });
});

describe('a redirect at run time', () => {
  it.each([
    ...['javascript:alert(1)', 'JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'BLOB:x'],
    ...['http://app.example/cb', 'https://a@app.example/cb', 'https://*.example/cb', 'urn:ietf:wg:oauth:2.0:oob'],
    ...['https://app.example/cb#x', '/cb', 'https://app.example/c b', 'https://app.example/cb\n'],
  ])('never goes to %j, even if a row has it', (uri) => {
    expect(isSafeRedirect(uri)).toBe(false);
  });

  it.each(['https://app.example/cb', 'http://localhost:1/cb', 'com.example.app:/cb', 'cursor://a/oauth/callback'])(
    'may go to %s',
    (uri) => {
      expect(isSafeRedirect(uri)).toBe(true);
    },
  );

  it('never goes to this server itself', () => {
    expect(isOwnOrigin('https://as.example/authorize?x', 'https://as.example/tenant')).toBe(true);
    expect(isOwnOrigin('https://as.example:8443/cb', 'https://as.example')).toBe(false);
    expect(isOwnOrigin('as.example:/cb', 'https://as.example')).toBe(false);
  });
});
