import { normalisedUri } from './normalised-uri';

describe('normalisedUri', () => {
  it.each([
    ['http://example.com/token', 'http://example.com/token'],
    ['HTTP://EXAMPLE.com:80/token', 'http://example.com/token'],
    ['https://example.com:443', 'https://example.com/'],
    ['https://example.com:8443/', 'https://example.com:8443/'],
    ['https://example.com/a/./b/../token', 'https://example.com/a/token'],
    ['https://example.com/%7euser/%74oken', 'https://example.com/~user/token'],
    ['https://example.com/a%2fb%3c', 'https://example.com/a%2Fb%3C'],
    ['https://example.com/token?a=b', 'https://example.com/token'],
    ['https://example.com/token#a', 'https://example.com/token'],
    ['https://example.com/Token', 'https://example.com/Token'],
    ['https://example.com/token/', 'https://example.com/token/'],
    ['https://[::1]:3000/token', 'https://[::1]:3000/token'],
  ])('of %s is %s', (uri, normalised) => {
    expect(normalisedUri(uri)).toBe(normalised);
  });

  it.each([
    ...['', 'token', '/token', '//example.com/token', 'https:example.com', 'ftp://example.com/'],
    ...['https://me@example.com/', 'https://:pw@example.com/', 'https://example.com\\token', ' https://example.com/'],
    ...['https://example.com/\n', 'https://exa\tmple.com/', 'https://ex\u00e4mple.com/', 'https://example.com:99999/'],
  ])('refuses %j', (uri) => {
    expect(normalisedUri(uri)).toBeUndefined();
  });
});
