import { Issuer } from '../../core/issuer';
import { withoutIssuerPath } from './issuer-path';

describe('withoutIssuerPath', () => {
  const plain = withoutIssuerPath(new Issuer('https://host.example/t1'));

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
    expect(withoutIssuerPath(new Issuer('https://host.example'))({ url })).toBe(url);
  });

  it('finds the token endpoints of the second issuer beside an external token endpoint', () => {
    const beside = withoutIssuerPath(new Issuer('https://host.example/t1', { hasExternalTokenEndpoint: true }));
    expect(beside({ url: '/registrar/token?a=b' })).toBe('/token?a=b');
    expect(beside({ url: '/.well-known/oauth-authorization-server/t1/registrar' })).toBe(
      '/.well-known/oauth-authorization-server/registrar',
    );
    expect(plain({ url: '/registrar/token' })).toBe('/registrar/token');
  });
});
