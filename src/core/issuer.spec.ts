import { Issuer } from './issuer';

describe('Issuer', () => {
  it('has its endpoints at its identifier', () => {
    const issuer = new Issuer('https://as.example');
    expect(issuer).toMatchObject({
      identifier: 'https://as.example',
      path: '',
      tokenIssuer: 'https://as.example',
      registrationEndpoint: 'https://as.example/register',
      tokenEndpoint: 'https://as.example/token',
      introspectionEndpoint: 'https://as.example/introspect',
      revocationEndpoint: 'https://as.example/revoke',
      jwksUri: 'https://as.example/.well-known/jwks.json',
      resources: ['https://as.example/register', 'https://as.example/admin'],
      audiences: ['https://as.example', 'https://as.example/register', 'https://as.example/admin'],
    });
    expect(issuer.clientConfigurationEndpoint('abc')).toBe('https://as.example/register/abc');
    expect(issuer.addressOf('/docs')).toBe('https://as.example/docs');
  });

  it('with a path has its endpoints below it, and well-known names before it (RFC 8414 section 3.1)', () => {
    const issuer = new Issuer('https://host.example:8443/t1/a');
    expect(issuer).toMatchObject({
      path: '/t1/a',
      tokenIssuer: 'https://host.example:8443/t1/a',
      registrationEndpoint: 'https://host.example:8443/t1/a/register',
      tokenEndpoint: 'https://host.example:8443/t1/a/token',
      jwksUri: 'https://host.example:8443/t1/a/.well-known/jwks.json',
    });
    expect(issuer.resourceMetadataOf('/register')).toBe(
      'https://host.example:8443/.well-known/oauth-protected-resource/t1/a/register',
    );
    expect(issuer.clientConfigurationEndpoint('abc')).toBe('https://host.example:8443/t1/a/register/abc');
    expect(issuer.wellKnown('oauth-authorization-server')).toBe(
      'https://host.example:8443/.well-known/oauth-authorization-server/t1/a',
    );
  });

  it('beside an external token endpoint has those of its own tokens at a second issuer', () => {
    const issuer = new Issuer('https://host.example/t1', { hasExternalTokenEndpoint: true });
    expect(issuer).toMatchObject({
      identifier: 'https://host.example/t1',
      tokenIssuer: 'https://host.example/t1/registrar',
      registrationEndpoint: 'https://host.example/t1/register',
      tokenEndpoint: 'https://host.example/t1/registrar/token',
      introspectionEndpoint: 'https://host.example/t1/registrar/introspect',
      revocationEndpoint: 'https://host.example/t1/registrar/revoke',
      jwksUri: 'https://host.example/t1/registrar/.well-known/jwks.json',
      resources: ['https://host.example/t1/register', 'https://host.example/t1/admin'],
      audiences: [
        'https://host.example/t1/registrar',
        'https://host.example/t1/register',
        'https://host.example/t1/admin',
      ],
      registrationAudiences: ['https://host.example/t1', 'https://host.example/t1/register'],
    });
    expect(issuer.addressOf('/docs')).toBe('https://host.example/t1/docs');
  });

  it('has the same paths at the address for certificates, if there is one', () => {
    const certificateAddress = 'https://mtls.example';
    expect(new Issuer('https://as.example').certificateAddressOf('/token')).toBeUndefined();
    expect(new Issuer('https://as.example', { certificateAddress }).certificateAddressOf('/token')).toBe(
      'https://mtls.example/token',
    );
    const beside = new Issuer('https://as.example', { certificateAddress, hasExternalTokenEndpoint: true });
    expect(beside.certificateAddressOf('/token')).toBe('https://mtls.example/registrar/token');
    expect(beside.certificateAddressOf('/register')).toBe('https://mtls.example/register');
  });

  it.each<[boolean, readonly string[]]>([
    [true, ['https://as.example']],
    [true, ['https://as.example/register']],
    [true, ['https://as.example/register', 'https://as.example']],
    [false, ['https://api.example']],
    [false, ['https://as.example', 'https://api.example']],
    [false, ['https://as.example/token']],
  ])('is the only audience (%j) of a token for %j', (isOnly, audience) => {
    expect(new Issuer('https://as.example').isOnlyAudience(audience)).toBe(isOnly);
  });

  it.each<[boolean, string, readonly string[]]>([
    [true, '/register', ['https://as.example']],
    [true, '/register', ['https://as.example/register', 'https://as.example']],
    [false, '/register', ['https://as.example/register', 'https://api.example']],
    [false, '/register', ['https://as.example/admin']],
    [true, '/admin', ['https://as.example/admin']],
    [false, '/admin', ['https://as.example/register']],
  ])('says %j to a token at the resource %s for %j', (isFor, path, audience) => {
    expect(new Issuer('https://as.example').isForResource(audience, path)).toBe(isFor);
  });

  it('has the metadata of each resource', () => {
    expect(new Issuer('https://as.example/t1').resourceMetadataOf('/admin')).toBe(
      'https://as.example/.well-known/oauth-protected-resource/t1/admin',
    );
  });
});
