import { WITH_SIGN_IN } from '../../../test/support/with-sign-in';
import { readEnvironment } from './read-environment';

describe('the rules between variables', () => {
  it.each([
    ['SIGNING_ALGS', { SIGNING_ALGS: 'none HS256' }],
    ['SCOPES', { SCOPES: 'openid register' }],
    ['MANAGEMENT_SCOPE', { SCOPES: 'openid', MANAGEMENT_SCOPE: 'manage_client' }],
    ['DEFAULT_SCOPES', { SCOPES: 'openid', DEFAULT_SCOPES: 'email' }],
  ])('stop the start for %s', (name, variables) => {
    expect(() => readEnvironment({ NODE_ENV: 'test', ...variables })).toThrow(new RegExp(`- ${name} must`));
  });

  it.each([
    { SIGNING_ALGS: 'none ES256' },
    { PRIVATE_USE_SCHEMES: 'cursor vscode' },
    { RATE_LIMIT_STORE: 'redis', REDIS_URL: 'rediss://redis.example/2' },
  ])('let %j start', (variables) => {
    expect(readEnvironment({ NODE_ENV: 'test', ...variables })).toBeDefined();
  });

  it.each([
    { PRIVATE_USE_SCHEMES: 'cursor:' },
    { SUBJECT_TYPES: 'private' },
    { AUTH_METHODS: 'password' },
    { REDIS_URL: 'redis.example:6379' },
  ])('know %j to be wrong', (variables) => {
    expect(() => readEnvironment({ NODE_ENV: 'test', ...variables })).toThrow(Object.keys(variables)[0]);
  });
});

describe('the rules of sign-in', () => {
  const user_scopes = ['tools:read'];
  const resources = (members: object): string => JSON.stringify({ 'https://mcp.example': members });
  const SIGN_IN = { ...WITH_SIGN_IN, SCOPES: 'tools:read', RESOURCES: resources({ user_scopes }) };

  it('let a server with one resource start', () => {
    expect(readEnvironment({ NODE_ENV: 'test', ...SIGN_IN })).toBeDefined();
  });

  it.each([
    ['AUTHORIZATION_ENDPOINT', { AUTHORIZATION_ENDPOINT: 'https://login.example/authorize' }],
    ['TOKEN_ENDPOINT', { TOKEN_ENDPOINT: 'https://login.example/token' }],
    ['DEVICE_AUTHORIZATION_ENDPOINT', { DEVICE_AUTHORIZATION_ENDPOINT: 'https://login.example/device' }],
    ['REGISTRAR_CLIENT_ID', { REGISTRAR_CLIENT_ID: 'usr_registrar' }],
    ['GRANT_TYPES', { GRANT_TYPES: 'client_credentials' }],
    ['GRANT_TYPES', { GRANT_TYPES: 'authorization_code implicit' }],
    ['AUTH_METHODS', { AUTH_METHODS: 'private_key_jwt' }],
    ['RESOURCES', { RESOURCES: resources({ scopes: ['tools:read'] }) }],
    ['RESOURCES', { RESOURCES: resources({ user_scopes: ['register'] }) }],
    ['RESOURCES', { RESOURCES: resources({ user_scopes, default_user_scopes: ['tools:write'] }) }],
    ['RESOURCES', { RESOURCES: resources({ user_scopes, required_user_scopes: ['tools:write'] }) }],
    ['RESOURCES', { RESOURCES: resources({ user_scopes, documentation: 'http://mcp.example' }) }],
    [
      'RESOURCES',
      { SCOPES: 'tools:read manage', MANAGEMENT_SCOPE: 'manage', RESOURCES: resources({ user_scopes: ['manage'] }) },
    ],
    ['SCOPES', { SCOPES: 'openid' }],
    ['ISSUER', { ISSUER: 'http://auth.example', REGISTRAR_CLIENT_SECRET: 'a secret of this test, of many characters' }],
    ['RESOURCES', { RESOURCES: resources({ user_scopes, upstream: 'unknown' }) }],
    ['DEFAULT_RESOURCE', { DEFAULT_RESOURCE: 'https://other.example' }],
  ])('stop the start for %s', (name, variables) => {
    expect(() => readEnvironment({ NODE_ENV: 'test', ...SIGN_IN, ...variables })).toThrow(new RegExp(`- ${name} must`));
  });
});
