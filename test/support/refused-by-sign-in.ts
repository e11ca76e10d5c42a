import { administering } from './administering';
import type { Answer, TestServer } from './test-server';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** A request about sign-in for each of their documented sentences; `serverOf` gives the server when it runs. */
export const refusedBySignIn = (
  serverOf: () => TestServer,
): readonly (readonly [sentence: string, request: () => Promise<Answer>])[] => {
  const push = async (parameters: Readonly<Record<string, string>>): Promise<Answer> => {
    const app = { redirect_uris: ['https://a.example/cb'], token_endpoint_auth_method: 'none' };
    const { client_id } = await serverOf().register(app);
    return serverOf().send('POST', '/par', FORM, new URLSearchParams({ client_id, ...parameters }).toString());
  };
  return [
    [
      'request_uri must not be in a pushed request; send the parameters themselves',
      () => push({ request_uri: 'urn:ietf:params:oauth:request_uri:x' }),
    ],
    ['code_challenge must be sent; make one from a code_verifier (RFC 7636)', () => push({ response_type: 'code' })],
    ['the parameters must be percent-encoded UTF-8; encode them again', () => push({ state: '\0' })],
    [
      'logout_token must be a valid and unused logout token of the provider; send a new one',
      () => serverOf().send('POST', '/sign-in/corp/backchannel-logout', FORM, 'logout_token=x'),
    ],
    [
      'the document must be read and not disabled; refresh or enable it first',
      async () => {
        const path = `/admin/client-documents/${encodeURIComponent('https://app.example/unread.json')}`;
        const administrator = await administering(serverOf());
        await administrator.post(`${path}/disable`);
        return administrator.post(`${path}/consent`, { is_consent_disabled: true });
      },
    ],
  ];
};
