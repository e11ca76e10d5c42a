import { runInNewContext } from 'node:vm';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { OpenAPIObject } from '@nestjs/swagger';
import { METADATA_ROWS } from '../../src/core/metadata/metadata-table';
import type { OperationObject, ResponseObject, SchemaObject } from '../../src/platform/openapi/document-types';
import { probeAt } from '../../src/platform/operations/arrival-probe';
import { KeyRing } from '../../src/platform/secrets/key-ring';
import { aClient, aWebClient } from '../support/a-client';
import { createTestApp, type Variables } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof METHODS)[number];
interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly it: OperationObject;
}

const documentOf = async (server: TestServer): Promise<OpenAPIObject> =>
  (await server.get('/openapi.json')).json as unknown as OpenAPIObject;

const operationsOf = ({ paths }: OpenAPIObject): Operation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ method, path, it: item[method] }] : [])),
  );

const schemaOf = (document: OpenAPIObject, name: string): SchemaObject =>
  document.components?.schemas?.[name] as SchemaObject;

const member = async (variables: Variables, schema: string, name: string): Promise<unknown> => {
  const document = await documentOf(await createTestApp(variables));
  return schemaOf(document, schema).properties?.[name];
};

describe('GET /openapi.json', () => {
  let server: TestServer;
  let document: OpenAPIObject;
  let ajv: Ajv2020;

  beforeAll(async () => {
    server = await createTestApp();
    document = await documentOf(server);
    ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addSchema(document, 'openapi');
  });

  const validators = new Map<string, ValidateFunction>();
  const validator = (schema: string): ValidateFunction => {
    const known = validators.get(schema) ?? ajv.compile({ $ref: `openapi#/components/schemas/${schema}` });
    validators.set(schema, known);
    return known;
  };
  const faultsOf = (schema: string, value: unknown): unknown => {
    const validate = validator(schema);
    return validate(value) ? [] : validate.errors;
  };
  /** The response that the document has for an answer that was given. */
  const documented = (method: Method, path: string, { status }: Answer): ResponseObject =>
    document.paths[path]?.[method]?.responses[String(status)] as ResponseObject;
  const schemaNameOf = ({ content }: ResponseObject): string =>
    (content?.['application/json']?.schema as { $ref: string }).$ref.split('/').at(-1) ?? '';

  it('names the issuer as its server and may be kept', async () => {
    const { headers } = await server.get('/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: 'http://localhost:3000' }]);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    const again = await server.get('/openapi.json', { 'If-None-Match': headers.get('etag') ?? '' });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('has every endpoint', () => {
    expect(operationsOf(document).map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining([
        'post /token',
        'post /introspect',
        'post /revoke',
        'post /register',
        'post /register/validate',
        'get /register/{client_id}',
        'put /register/{client_id}',
        'patch /register/{client_id}',
        'delete /register/{client_id}',
        'post /register/{client_id}/secret',
        'get /.well-known/oauth-authorization-server',
        'get /.well-known/openid-configuration',
        'get /.well-known/jwks.json',
        'get /.well-known/oauth-protected-resource/register',
        'get /health/arrival',
        'get /health/live',
        'get /health/ready',
      ]),
    );
  });

  it('has no operation that the server does not serve', async () => {
    for (const { method, path } of operationsOf(document)) {
      const { status } = await server.send(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'unknown'));
      expect([path, status]).not.toEqual([path, 405]);
      if (!/openid-configuration|registrar|arrival/.test(path)) expect([path, status]).not.toEqual([path, 404]);
    }
  });

  it('describes every operation: a sentence, what to know before, a chapter, success, and every refusal with an example', () => {
    const tags = document.tags?.map(({ name }) => name) ?? [];
    for (const { method, path, it } of operationsOf(document)) {
      const at = `${method} ${path}`;
      expect([at, it.summary]).toEqual([at, expect.stringMatching(/^[A-Z].*\.$/)]);
      expect([at, it.description]).toEqual([at, expect.stringMatching(/^[A-Z].{30,}\.$/)]);
      expect(tags).toContain(it.tags?.[0]);
      expect([at, Object.keys(it.responses)]).toEqual([at, expect.arrayContaining(['405', '500', '503'])]);
      expect([at, Object.keys(it.responses).some((status) => status.startsWith('2'))]).toEqual([at, true]);
      for (const [status, response] of Object.entries(it.responses))
        if (Number(status) >= 400) expectExamples(`${at} ${status}`, response as ResponseObject);
    }
  });

  const expectExamples = (at: string, response: ResponseObject): void => {
    const examples = Object.values(response.content?.['application/json']?.examples ?? {}) as { value: unknown }[];
    expect([at, examples.length]).not.toEqual([at, 0]);
    for (const { value } of examples) expect([at, faultsOf(schemaNameOf(response), value)]).toEqual([at, []]);
  };

  it('has the statuses of a protected registration', () => {
    const { responses } = document.paths['/register']?.post as OperationObject;
    expect(Object.keys(responses)).toEqual([
      '201',
      '400',
      '401',
      '403',
      '405',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    expect((responses['401'] as ResponseObject).headers).toHaveProperty('WWW-Authenticate');
    expect((responses['429'] as ResponseObject).headers).toHaveProperty('Retry-After');
    expect((responses['405'] as ResponseObject).headers).toHaveProperty('Allow');
    const codes = Object.values((responses['400'] as ResponseObject).content?.['application/json']?.examples ?? {});
    expect(codes.map((example) => (example as { value: { error: string } }).value.error)).toEqual(
      expect.arrayContaining([
        ...['invalid_redirect_uri', 'invalid_client_metadata', 'invalid_request'],
        ...['invalid_software_statement', 'unapproved_software_statement'],
      ]),
    );
  });

  it('knows every member of the table: sent ones in the request, all but the lists to choose from in the answer', () => {
    const [request, answer] = ['ClientMetadata', 'ClientInformation'].map((name) =>
      Object.keys(schemaOf(document, name).properties ?? {}),
    );
    const rows = METADATA_ROWS;
    expect(request).toEqual(expect.arrayContaining(rows.filter(({ issued }) => !issued).map(({ name }) => name)));
    expect(request).not.toContain('client_id');
    expect(answer).toEqual(expect.arrayContaining(rows.filter(({ chooses }) => !chooses).map(({ name }) => name)));
    for (const value of Object.values(schemaOf(document, 'ClientInformation').properties ?? {}))
      expect(value).toMatchObject({ description: expect.stringMatching(/.+ \(.+\)$/) });
  });

  it.each([
    ['the documented example', aClient()],
    ['a web client with localised members', aWebClient({ client_name: 'A', 'client_name#ja-Jpan-JP': 'B' })],
    ['a public native client', { redirect_uris: ['com.example.app:/cb'], token_endpoint_auth_method: 'none' }],
  ])('has a schema that fits request and answer of %s', async (_what, body) => {
    expect(faultsOf('ClientMetadata', body)).toEqual([]);
    expect(faultsOf('ClientInformation', await server.register(body))).toEqual([]);
  });

  it('has a schema that a wrong request and an incomplete answer do not fit', async () => {
    expect(faultsOf('ClientMetadata', { redirect_uris: 'https://a.example' })).not.toEqual([]);
    expect(faultsOf('ClientMetadata', { grant_types: ['password'] })).not.toEqual([]);
    expect(faultsOf('ClientMetadata', { 'client_name#de': 5 })).not.toEqual([]);
    const registered = await server.register(aClient());
    expect(faultsOf('ClientInformation', { ...registered, client_id: undefined })).not.toEqual([]);
  });

  it('has requests that generators of typed clients make assignable: nothing but what is required', () => {
    for (const name of ['ClientMetadata', 'ClientUpdate']) {
      const {
        properties = {},
        patternProperties,
        additionalProperties,
      } = schemaOf(document, name) as SchemaObject & {
        patternProperties?: object;
      };
      expect(patternProperties).toBeDefined();
      expect(additionalProperties).toBe(true);
      expect(Object.entries(properties).filter(([, member]) => 'default' in member)).toEqual([]);
    }
  });

  it('has examples of requests that the server accepts', async () => {
    const { requestBody } = document.paths['/register']?.post as { requestBody: unknown } & OperationObject;
    const { content } = requestBody as { content: Record<string, { examples: Record<string, { value: unknown }> }> };
    const examples = Object.values(content['application/json']?.examples ?? {});
    expect(examples.length).toBeGreaterThan(1);
    for (const { value } of examples) expect((await server.postRegister(value)).status).toBe(201);
  });

  it('has an example of an answer with the members of a real one', async () => {
    const example = schemaOf(document, 'ClientInformation').example as Record<string, unknown>;
    const real = await server.register({ redirect_uris: ['https://app.example/callback'], client_name: 'Example' });
    expect(faultsOf('ClientInformation', example)).toEqual([]);
    expect(Object.keys(example)).toEqual(Object.keys(real));
    const { token_expiration_time_seconds, refresh_token_expiration_time_seconds, is_consent_disabled } = real;
    expect(example).toMatchObject({
      token_expiration_time_seconds,
      refresh_token_expiration_time_seconds,
      is_consent_disabled,
    });
  });

  const refusedRegistrations: readonly [string, () => Promise<Answer>][] = [
    ['400', () => server.postRegister({ redirect_uris: ['https://a.example/#'] })],
    ['400', () => server.postRegister(aClient({ contacts: 'x', require_auth_time: 'true' }))],
    ['401', () => server.postRegister(aClient(), {})],
    ['401', () => server.postRegister(aClient(), { Authorization: 'Bearer wrong' })],
    ['400', () => server.postRegister(aClient(), { Authorization: 'Bearer' })],
    ['405', () => server.send('GET', '/register')],
    ['415', async () => server.send('POST', '/register', await bearer({ 'Content-Type': 'text/plain' }), 'x')],
    ['413', async () => server.postRegister('x'.repeat(70_000), await bearer())],
  ];
  const bearer = async (headers = {}): Promise<Record<string, string>> => ({
    Authorization: `Bearer ${await server.registerToken()}`,
    ...headers,
  });

  it.each(refusedRegistrations)('%s of /register is answered as in one of its examples', async (status, provoke) => {
    const answer = await provoke();
    expect(String(answer.status)).toBe(status);
    const response = documented('post', '/register', answer);
    const examples = Object.values(response.content?.['application/json']?.examples ?? {}) as { value: unknown }[];
    expect(examples.map(({ value }) => value)).toContainEqual(answer.json);
    const headers = Object.keys(response.headers ?? {});
    for (const name of ['www-authenticate', 'allow', 'retry-after', 'accept'])
      if (answer.headers.has(name)) expect(headers.map((header) => header.toLowerCase())).toContain(name);
  });

  it.each([
    ['TokenResponse', () => server.token({ grant_type: 'client_credentials', ...registrar })],
    ['ServerMetadata', () => server.get('/.well-known/oauth-authorization-server')],
    ['ProtectedResource', () => server.get('/.well-known/oauth-protected-resource/register')],
    ['JwkSet', () => server.get('/.well-known/jwks.json')],
    ['Health', () => server.get('/health/live')],
    ['Readiness', () => server.get('/health/ready')],
    [
      'Arrival',
      () => server.get('/health/arrival', { 'Clientele-Probe': probeAt(server.app.get(KeyRing), Date.now()) }),
    ],
    ['Introspection', () => introspect('nonsense')],
    ['Introspection', async () => introspect(await server.registerToken())],
    ['OAuthError', () => server.token({ grant_type: 'password', ...registrar })],
    ['OAuthError', () => server.token({ ...registrar, client_secret: 'wrong' })],
  ] as const)('has the schema %s for what is really answered', async (schema, ask) => {
    expect(faultsOf(schema, (await ask()).json)).toEqual([]);
  });
  const introspect = (token: string): Promise<Answer> =>
    server.send('POST', '/introspect', FORM, new URLSearchParams({ token, ...registrar }).toString());
  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const registrar = { client_id: 'registerClient', client_secret: 'password' };

  it('describes how to authenticate', () => {
    expect(document.components?.securitySchemes).toMatchObject({
      registrar: {
        type: 'oauth2',
        flows: {
          clientCredentials: { tokenUrl: 'http://localhost:3000/token', scopes: { register: expect.any(String) } },
        },
      },
      registrarWithProof: { type: 'http', scheme: 'dpop' },
      initialAccessToken: { type: 'http', scheme: 'bearer' },
      registrationAccessToken: { type: 'http', scheme: 'bearer' },
      clientSecretBasic: { type: 'http', scheme: 'basic' },
    });
    expect(document.paths['/register']?.post?.security).toEqual([
      { registrar: ['register'] },
      { registrarWithProof: [] },
      { initialAccessToken: [] },
    ]);
    expect(document.paths['/health/live']?.get?.security).toEqual([]);
  });
});

describe('GET /openapi.json as the operator configures the server', () => {
  it('narrows the choices and their defaults', async () => {
    const variables = { GRANT_TYPES: 'client_credentials', SUBJECT_TYPES: 'pairwise' };
    const document = await documentOf(await createTestApp(variables));
    expect(schemaOf(document, 'ClientInformation').properties).toMatchObject({
      grant_types: { items: { enum: ['client_credentials'] }, default: ['client_credentials'] },
      subject_type: { enum: ['pairwise'], default: 'pairwise' },
    });
    expect(schemaOf(document, 'ClientMetadata').properties).toMatchObject({
      grant_types: {
        items: { enum: ['client_credentials'] },
        description: expect.stringContaining('The default is ["client_credentials"].'),
      },
      subject_type: { enum: ['pairwise'], description: expect.stringContaining('The default is "pairwise".') },
    });
  });

  it('offers what the operator lists, and only an empty list where nothing is offered', async () => {
    const name = 'authorization_details_types';
    expect(await member({}, 'ClientMetadata', name)).toMatchObject({ type: 'array', maxItems: 0 });
    expect(await member({ AUTHORIZATION_DETAILS_TYPES: 'payment' }, 'ClientMetadata', name)).toMatchObject({
      items: { enum: ['payment'] },
    });
  });

  it('does without an example where none would be accepted', async () => {
    const document = await documentOf(await createTestApp({ AUTH_METHODS: 'private_key_jwt' }));
    expect(schemaOf(document, 'ClientInformation')).not.toHaveProperty('example');
  });

  it('describes that access tokens with MANAGEMENT_SCOPE manage registrations', async () => {
    const scope = 'manage_client';
    const { paths, components } = await documentOf(await createTestApp({ SCOPES: scope, MANAGEMENT_SCOPE: scope }));
    expect(components?.securitySchemes).toHaveProperty('manager');
    const { get, put, patch, delete: remove } = paths['/register/{client_id}'] ?? {};
    for (const operation of [get, put, patch, remove, paths['/register/{client_id}/secret']?.post])
      expect(operation?.security).toEqual([{ registrationAccessToken: [] }, { manager: [scope] }]);
    expect(paths['/register']?.post?.security).not.toContainEqual({ manager: [scope] });
  });

  it('takes signed requests where software statements are supported', async () => {
    const SOFTWARE_STATEMENT_ISSUERS = '{"https://directory.example": {"jwks_uri": "https://directory.example/keys"}}';
    const typesIn = async (variables: Variables): Promise<Record<string, string[]>> =>
      Object.fromEntries(
        operationsOf(await documentOf(await createTestApp(variables))).flatMap(
          ({ method, path, it: { requestBody } }) =>
            requestBody && 'content' in requestBody ? [[`${method} ${path}`, Object.keys(requestBody.content)]] : [],
        ),
      );
    const [plain, signed] = [await typesIn({}), await typesIn({ SOFTWARE_STATEMENT_ISSUERS })];
    const types = ['application/json', 'application/jwt', 'application/jose'];
    expect(signed).toEqual({
      ...plain,
      'post /admin/clients': types,
      'put /admin/clients/{client_id}': types,
      'post /register': types,
      'post /register/validate': types,
      'put /register/{client_id}': types,
    });
    expect(Object.values(plain).flat()).not.toContain('application/jwt');
  });

  it('describes that open mode requires no token for registration', async () => {
    const { paths } = await documentOf(await createTestApp({ REGISTRATION_MODE: 'open' }));
    for (const path of ['/register', '/register/validate'])
      expect(paths[path]?.post?.security).toEqual([
        { registrar: ['register'] },
        { registrarWithProof: [] },
        { initialAccessToken: [] },
        {},
      ]);
  });
});

/** Runs the script of the page at an address, for this document; gives what Swagger UI is asked to show. */
const shownBy = (script: string, href: string, document: OpenAPIObject): Promise<unknown> =>
  new Promise((resolve) => {
    const presets = { apis: [] };
    const fetched = (): Promise<unknown> => Promise.resolve({ json: () => Promise.resolve(document) });
    const page = { URL, location: { href }, fetch: fetched, SwaggerUIBundle: Object.assign(resolve, { presets }) };
    runInNewContext(script, page);
  });

describe('GET /docs', () => {
  let server: TestServer;
  let page: Answer;

  beforeAll(async () => {
    server = await createTestApp();
    page = await server.get('/docs');
  });

  it('is a page of which nothing is from elsewhere', () => {
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).not.toMatch(/\/\/|<script>|<style|style=|\son\w+=/);
  });

  it('permits nothing inline and nothing from elsewhere', () => {
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it('finds all of its files here', async () => {
    const files = [...page.text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toEqual(
      expect.arrayContaining(['docs/start.js', 'docs/colours.js', 'openapi.json', 'docs/guides/METADATA.md']),
    );
    for (const file of files) {
      const { status, headers, text } = await server.get(`/${file}`);
      expect([file, status]).toEqual([file, 200]);
      expect(headers.get('content-type')).toMatch(
        /^(text\/(css|javascript|plain)|application\/(javascript|json)|image\/png)/,
      );
      expect(text.length).toBeGreaterThan(100);
    }
  });

  it('knows light and dark, is short when opened, and shows the name by which it is reached first', async () => {
    const [colours, start] = await Promise.all(['colours.js', 'start.js'].map((file) => server.get(`/docs/${file}`)));
    expect(colours?.text).toContain('prefers-color-scheme: dark');
    const shown = await shownBy(start?.text ?? '', 'http://10.0.0.1:8080/below/docs', await documentOf(server));
    expect(shown).toMatchObject({ docExpansion: 'none', spec: { openapi: '3.1.0' } });
    const { servers, components } = (shown as { spec: OpenAPIObject }).spec;
    expect(servers?.map(({ url }) => url)).toEqual(['http://10.0.0.1:8080/below', 'http://localhost:3000']);
    expect(components?.securitySchemes?.['registrar']).toMatchObject({
      flows: { clientCredentials: { tokenUrl: 'http://10.0.0.1:8080/below/token' } },
    });
  });

  it('is where a browser is led that opens the address of the server; programs find nothing there', async () => {
    const browser = await server.get('/?a', { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    expect([browser.status, browser.headers.get('location')]).toEqual([302, './docs']);
    for (const Accept of ['*/*', 'application/json', 'text/html;q=0'])
      expect((await server.get('/', { Accept })).json['error']).toBe('not_found');
    expect((await server.send('POST', '/', { Accept: 'text/html' })).status).toBe(404);
  });

  it.each(['/docs/package.json', '/docs/../package.json', '/docs/%2e%2e/package.json', '/docs/index.html'])(
    'serves no other file: %s',
    async (path) => {
      expect((await server.get(path)).status).toBe(404);
    },
  );
});
