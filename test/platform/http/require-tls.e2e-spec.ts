import { expectRefusal } from '../../support/refusal';
import { createTestApp } from '../../support/test-app';

const BEHIND_TLS = { ISSUER: 'https://as.example', REGISTRAR_CLIENT_SECRET: 'secret' };
const FORM = 'client_id=registerClient&grant_type=client_credentials&client_secret=secret&scope=register';

describe('with an https issuer', () => {
  it.each([
    ['another machine is trusted', { TRUST_PROXY: '10.0.0.1' }],
    ['another network is trusted', { TRUST_PROXY: '10.0.0.0/8' }],
  ])('plain HTTP is refused, also with forwarded headers that claim TLS, when %s', async (_who, variables) => {
    const server = await createTestApp({ ...BEHIND_TLS, ...variables });
    for (const headers of [{}, { 'X-Forwarded-Proto': 'https' }, { Forwarded: 'proto=https' }]) {
      expectRefusal(await server.token(FORM, headers), 400, 'invalid_request');
      expectRefusal(await server.postRegister({}, headers), 400, 'invalid_request');
      expectRefusal(await server.get('/health/../register', headers), 400, 'invalid_request');
    }
    expect((await server.get('/health/live')).status).toBe(200);
    expect((await server.get('/health/ready')).status).toBe(200);
    await server.close();
  });

  it.each(['127.0.0.1', '127.0.0.0/8', '::ffff:127.0.0.0/24'])(
    'a proxy of TRUST_PROXY=%s vouches for TLS',
    async (TRUST_PROXY) => {
      const server = await createTestApp({ ...BEHIND_TLS, TRUST_PROXY });
      expect((await server.token(FORM, { 'X-Forwarded-Proto': 'https' })).status).toBe(200);
      expectRefusal(await server.token(FORM, { 'X-Forwarded-Proto': 'http' }), 400, 'invalid_request');
      expectRefusal(await server.token(FORM), 400, 'invalid_request');
      await server.close();
    },
  );
});
