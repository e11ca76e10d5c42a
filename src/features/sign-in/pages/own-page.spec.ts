import { Issuer } from '../../../core/issuer';
import { isFromOwnPage } from './own-page';

describe('a form of our own page', () => {
  const issuer = new Issuer('https://login.example/t1');

  it.each([
    [{ origin: 'https://login.example' }, true],
    [{ origin: 'https://login.example', 'sec-fetch-site': 'same-origin' }, true],
    [{ origin: 'null', 'sec-fetch-site': 'same-origin' }, true],
    [{}, true],
    [{ origin: 'null' }, true],
    [{ origin: 'https://evil.example' }, false],
    [{ origin: 'https://login.example.evil.example' }, false],
    [{ origin: 'http://login.example' }, false],
    [{ origin: 'https://login.example', 'sec-fetch-site': 'cross-site' }, false],
    [{ origin: 'null', 'sec-fetch-site': 'same-site' }, false],
    [{ origin: 'null', 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
  ])('is recognised by %j: %s', (headers, isOwn) => {
    expect(isFromOwnPage(headers, issuer)).toBe(isOwn);
  });
});
