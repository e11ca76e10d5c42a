import type { OpenAPIObject } from '@nestjs/swagger';
import { type Administrator, administering } from '../support/administering';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

describe('a query parameter that an operation below /admin does not have', () => {
  let server: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    server = await createTestApp();
    administrator = await administering(server);
  });

  afterAll(() => server.close());

  const send = (method: string, path: string): Promise<Answer> => server.send(method, path, administrator.headers);

  it('is refused by every operation, with the names of those that it has', async () => {
    const { paths } = (await server.get('/openapi.json')).json as unknown as OpenAPIObject;
    const operations = Object.entries(paths)
      .filter(([path]) => path.startsWith('/admin'))
      .flatMap(([path, item]) => METHODS.map((method) => ({ method, path, operation: item[method] })));
    const there = operations.filter(({ operation }) => operation !== undefined);
    expect(there.length).toBeGreaterThan(40);
    for (const { method, path, operation } of there) {
      const parameters = (operation?.parameters ?? []) as readonly { readonly in: string; readonly name: string }[];
      const names = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
      const { status, json } = await send(method.toUpperCase(), `${path.replaceAll(/\{\w+\}/g, 'one')}?unheard_of=`);
      expect([method, path, status, json['error_description']]).toEqual([
        ...[method, path, 400],
        names.length === 0
          ? 'unheard_of must not be sent: this operation has no parameters; leave it out'
          : `unheard_of must be one of the parameters ${names.join(', ')}; leave it out`,
      ]);
    }
  });

  it('is refused with the one that was probably meant, and in characters that a description may have', async () => {
    const misspelt = await send('GET', '/admin/clients?statsu=');
    expectRefusal(misspelt, 400, 'invalid_request');
    expect(misspelt.json['error_description']).toMatch(
      /^statsu must be one of .*; did you mean status\? otherwise leave/,
    );
    const odd = await send('GET', `/admin/clients?${encodeURIComponent(`"\u00e9\\${'x'.repeat(5000)}`)}=1`);
    expectRefusal(odd, 400, 'invalid_request');
    expect(odd.text.length).toBeLessThan(1000);
    expect((await server.get('/admin/clients?statsu=')).status).toBe(401);
  });
});
