import { withoutIssuerPath } from './issuer-path';

describe('withoutIssuerPath', () => {
  const plain = withoutIssuerPath({ ISSUER: 'https://host.example/t1' });

  it.each([
    ['/.well-known/oauth-authorization-server/t1', '/.well-known/oauth-authorization-server'],
    ['/.well-known/openid-configuration/t1?a=b?c', '/.well-known/openid-configuration?a=b?c'],
    ['/t1/.well-known/openid-configuration', '/.well-known/openid-configuration'],
  ])('%s is %s', (url, expected) => {
    expect(plain({ url })).toBe(expected);
  });

  it.each([
    '/.well-known/oauth-authorization-server/t2',
    '/.well-known/oauth-authorization-server/t1/',
    '/.well-known/oauth-authorization-server/T1',
    '/t1/register',
    '/register',
  ])('%s stays what it is', (url) => {
    expect(plain({ url })).toBe(url);
  });

  it('changes nothing for an issuer without a path', () => {
    const url = '/.well-known/oauth-authorization-server/';
    expect(withoutIssuerPath({ ISSUER: 'https://host.example' })({ url })).toBe(url);
  });

  it('finds our tokens beside those of a neighbour', () => {
    const neighbour = { ISSUER: 'https://host.example/t1', TOKEN_ENDPOINT: 'https://host.example/t1/token' };
    const aside = withoutIssuerPath(neighbour);
    expect(aside({ url: '/registrar/token?a=b' })).toBe('/token?a=b');
    expect(aside({ url: '/.well-known/oauth-authorization-server/t1/registrar' })).toBe(
      '/.well-known/oauth-authorization-server/registrar',
    );
    expect(plain({ url: '/registrar/token' })).toBe('/registrar/token');
  });
});
