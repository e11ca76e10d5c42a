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
