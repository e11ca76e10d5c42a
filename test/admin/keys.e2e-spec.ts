import { type Administrator, administering } from '../support/administering';
import { aClient } from '../support/a-client';
import { eventsAbout } from '../support/events-about';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const PATH = '/admin/keys';

interface Key {
  readonly alg: string;
  readonly kid: string;
  readonly state: string;
}

describe(PATH, () => {
  let server: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    server = await createTestApp();
    administrator = await administering(server);
  });

  afterAll(() => server.close());

  const keysOf = ({ json }: Answer): readonly Key[] => json['keys'] as readonly Key[];
  const keys = async (alg = 'RS256'): Promise<readonly Key[]> =>
    keysOf(await administrator.get(PATH)).filter((key) => key.alg === alg);
  const kidOf = async (state: string): Promise<string> => (await keys()).find((key) => key.state === state)?.kid ?? '';

  it('lists the keys that are published, without their private parts', async () => {
    const answer = await administrator.get(PATH);
    const published = (await server.get('/.well-known/jwks.json')).json['keys'] as readonly { kid: string }[];
    expect(
      keysOf(answer)
        .map(({ kid }) => kid)
        .sort(),
    ).toEqual(published.map(({ kid }) => kid).sort());
    expect(keysOf(answer)[0]).toEqual({
      alg: expect.any(String) as string,
      kid: expect.any(String) as string,
      state: 'signs',
      created_at: expect.any(String) as string,
      signs_from: expect.any(String) as string,
    });
    expect(answer.text).not.toMatch(/sealed|private|"d"/);
  });

  it('publishes the next keys, once, with an event of the administrator', async () => {
    const rotated = keysOf(await administrator.post(`${PATH}/rotate`)).filter(({ alg }) => alg === 'RS256');
    expect(rotated.map(({ state }) => state)).toEqual(['signs', 'next']);
    const again = keysOf(await administrator.post(`${PATH}/rotate`, {})).filter(({ alg }) => alg === 'RS256');
    expect(again.map(({ kid }) => kid)).toEqual(rotated.map(({ kid }) => kid));
    expect(await eventsAbout(server, rotated[1]?.kid)).toEqual([['signing_key.rotated', 'administrator']]);
  });

  it('withdraws a key that does not sign, if that is confirmed', async () => {
    const next = await kidOf('next');
    expectRefusal(await administrator.remove(`${PATH}/${next}`), 400, 'invalid_request');
    expectRefusal(await administrator.remove(`${PATH}/${next}?confirm=yes`), 400, 'invalid_request');
    expect(await kidOf('next')).toBe(next);
    expect((await administrator.remove(`${PATH}/${next}?confirm=true`)).status).toBe(204);
    expect(await kidOf('next')).toBe('');
    expect((await eventsAbout(server, next)).at(-1)).toEqual(['signing_key.withdrawn', 'administrator']);
    expectRefusal(await administrator.remove(`${PATH}/${next}?confirm=true`), 404, 'not_found');
  });

  it('does not withdraw the key that signs, nor an unknown one', async () => {
    const signs = await kidOf('signs');
    const refusal = expectRefusal(await administrator.remove(`${PATH}/${signs}?confirm=true`), 409, 'invalid_request');
    expect(refusal['error_description']).toContain('the key must not be the one that signs');
    expect(await kidOf('signs')).toBe(signs);
    expectRefusal(await administrator.remove(`${PATH}/%00?confirm=true`), 404, 'not_found');
  });

  it.each([
    [{ drop_old: 'yes' }, 'drop_old must be true or false; leave it out for false'],
    [{ drop: true }, 'drop must not be sent here; use drop_old, confirm'],
    [{ drop_old: true }, 'confirm must be true, because tokens become invalid; send it if that is meant'],
    ['{', 'the request body is not JSON at line 1, column 2; send a JSON object in UTF-8'],
  ])('refuses the rotation %j and keeps all keys', async (body, sentence) => {
    const before = await keys();
    const refusal = expectRefusal(await administrator.post(`${PATH}/rotate`, body), 400, 'invalid_request');
    expect(refusal['error_description']).toBe(sentence);
    expect(await keys()).toEqual(before);
  });

  it('replaces all keys at once after a theft: every token is invalid, that of the administrator too', async () => {
    const { client_id, client_secret } = await server.register(aClient());
    const before = await keys();
    const replaced = await administrator.post(`${PATH}/rotate`, { drop_old: true, confirm: true });
    const [only, ...others] = keysOf(replaced).filter(({ alg }) => alg === 'RS256');
    expect([only?.state, others]).toEqual(['signs', []]);
    expect(before.map(({ kid }) => kid)).not.toContain(only?.kid);
    expectRefusal(await administrator.get(PATH), 401, 'invalid_token');
    expect((await server.token({ grant_type: 'client_credentials', client_id, client_secret })).status).toBe(200);
    administrator = await administering(server);
    expect((await keys()).map(({ kid }) => kid)).toEqual([only?.kid]);
  });
});
