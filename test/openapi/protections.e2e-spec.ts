import type { OpenAPIObject } from '@nestjs/swagger';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';
import { WITH_SIGN_IN } from '../support/with-sign-in';
import { addressOf, routesOf } from '../support/routes';

/** One operation of the document: does it require credentials, and with which refusals. */
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly requires: readonly string[];
  readonly refuses: readonly string[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

const operationsOf = ({ paths }: OpenAPIObject): Operation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const { security = [], responses } = item[method] ?? {};
      if (!responses) return [];
      const requires = security.flatMap((requirement) => Object.keys(requirement));
      return [{ method: method.toUpperCase(), path, requires, refuses: Object.keys(responses) }];
    }),
  );

/** A new operation without a protection belongs here, or lacks one. */
const OPEN_TO_EVERYBODY: readonly string[] = [
  'GET /.well-known/jwks.json',
  'GET /.well-known/oauth-authorization-server',
  'GET /.well-known/oauth-authorization-server/registrar',
  'GET /.well-known/oauth-protected-resource/admin',
  'GET /.well-known/oauth-protected-resource/register',
  'GET /.well-known/openid-configuration',
  'GET /health/arrival',
  'GET /health/live',
  'GET /health/ready',
  'GET /resource-metadata',
];

/** Where the browsers of people go. A new address of sign-in belongs here, or is documented. */
const PAGES: readonly string[] = [
  '/authorize',
  '/sign-in/:upstream/callback',
  '/sign-in/applications',
  '/sign-in/decision',
  '/sign-in/logo',
  '/sign-in/logout',
  '/sign-in/signed-out',
  '/sign-in/upstream',
];

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('the protection of operations', () => {
  let server: TestServer;
  let operations: Operation[];

  beforeAll(async () => {
    server = await createTestApp();
    operations = operationsOf((await server.get('/openapi.json')).json as unknown as OpenAPIObject);
  });

  afterAll(() => server.close());

  /** The status for a caller without credentials. */
  const statusOf = async ({ method, path }: Operation): Promise<number> => {
    const address = addressOf({ url: path.replaceAll(/\{(\w+)\}/g, ':$1') });
    return (await server.send(method, address, method === 'POST' ? FORM : {})).status;
  };

  it('is enforced wherever the document requires credentials, and nowhere else', async () => {
    const found = [];
    for (const operation of operations) found.push({ ...operation, isRefused: (await statusOf(operation)) === 401 });
    for (const { isRefused, ...operation } of found)
      expect([operation, isRefused]).toEqual([operation, operation.requires.length > 0]);
    expect(new Set(found.flatMap(({ requires }) => requires))).toEqual(
      new Set([
        'registrar',
        'registrarWithProof',
        'administrator',
        'administratorWithProof',
        'administratorReading',
        'administratorReadingWithProof',
        'initialAccessToken',
        'registrationAccessToken',
        'clientSecretBasic',
      ]),
    );
    expect(found.filter(({ isRefused }) => !isRefused)).not.toHaveLength(0);
  });

  it('is missing where everybody may ask, and nowhere else', () => {
    const open = operations.filter(({ requires }) => requires.length === 0);
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(OPEN_TO_EVERYBODY);
  });

  it('is documented together with its refusals', () => {
    for (const { requires, refuses, ...operation } of operations)
      expect([operation, refuses.includes('401')]).toEqual([operation, requires.length > 0]);
  });

  it('is documented for every route that is no document and no page', () => {
    const documented = new Set(
      operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const answered = routesOf(server).filter(({ url }) => !/^\/(openapi\.json|docs)|\*/.test(url));
    const urls = [...new Set(answered.map(({ url }) => url))];
    for (const url of urls)
      expect([url, METHODS.some((method) => documented.has(`${method.toUpperCase()} ${url}`))]).toEqual([url, true]);
  });

  it('is documented where people sign in too, for what is no page', async () => {
    const withSignIn = await createTestApp(WITH_SIGN_IN);
    const { paths } = (await withSignIn.get('/openapi.json')).json as unknown as OpenAPIObject;
    const documented = new Set(Object.keys(paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1')));
    const known = new Set(routesOf(server).map(({ url }) => url));
    const added = new Set(routesOf(withSignIn).flatMap(({ url }) => (known.has(url) ? [] : [url])));
    expect([...added].filter((url) => !documented.has(url)).sort()).toEqual(PAGES);
    const { security, responses } = paths['/par']?.post ?? {};
    expect(security).toEqual([{ clientSecretBasic: [] }, {}]);
    expect(Object.keys(responses ?? {})).toEqual(expect.arrayContaining(['201', '400', '401', '413', '429']));
    expect((await withSignIn.send('POST', '/par', FORM)).status).toBe(401);
    await withSignIn.close();
  });
});
