import type { DemoRequest, Scene } from './demo-story';
import type { KeyHolder } from './open-banking-keys';

/** The directory, which issues statements about third parties. */
export const DIRECTORY = 'https://directory.example';

const SOFTWARE = '1Xf3kLqPv9';
const REDIRECT_URI = 'https://tpp.example/callback';

/** The participants besides the bank. */
export interface Parties {
  readonly directory: KeyHolder;
  readonly thirdParty: KeyHolder;
  readonly copier: KeyHolder;
}

/** The claims of a statement as the directories of open banking issue them: a number as version, names in `software_`. */
const statementFor = ({ directory }: Parties, { publicKey }: KeyHolder): Promise<string> =>
  directory.sign({
    iss: DIRECTORY,
    software_id: SOFTWARE,
    software_version: 1.1,
    software_client_name: 'An accounting app',
    software_client_uri: 'https://tpp.example',
    software_redirect_uris: [REDIRECT_URI],
    software_roles: ['AISP'],
    org_id: '0015800001041RHAAY',
    jwks: { keys: [publicKey] },
  });

/** A registration request with the statement of the third party, signed by a given key. */
const registration = async (issuer: string, parties: Parties, signer: KeyHolder): Promise<DemoRequest> => ({
  method: 'POST',
  path: '/register',
  headers: { 'Content-Type': 'application/jwt' },
  body: await signer.sign({
    iss: SOFTWARE,
    aud: issuer,
    software_statement: await statementFor(parties, parties.thirdParty),
    redirect_uris: [REDIRECT_URI],
    grant_types: ['authorization_code', 'client_credentials'],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'PS256',
    id_token_signed_response_alg: 'PS256',
    scope: 'openid accounts payments',
  }),
});

const managed = (method: string, client: Readonly<Record<string, unknown>> | undefined): DemoRequest => ({
  method,
  path: new URL(String(client?.['registration_client_uri'])).pathname,
  headers: { Authorization: `Bearer ${String(client?.['registration_access_token'])}` },
});

/** A third party registers at a bank with the statement of a directory. Another party cannot register with the same one. */
export const openBankingStory = (issuer: string, parties: Parties): readonly Scene[] => [
  {
    title: 'A third party registers: a request signed by its key, with the statement of the directory',
    expected: 201,
    request: () => registration(issuer, parties, parties.thirdParty),
  },
  {
    title: 'It obtains a token by its key, for a scope that the directory grants',
    expected: 200,
    request: async ([client]) => ({
      method: 'POST',
      path: '/token',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'accounts',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await parties.thirdParty.sign({
          iss: String(client?.['client_id']),
          sub: String(client?.['client_id']),
          aud: issuer,
        }),
      }).toString(),
    }),
  },
  {
    title: 'It reads its registration',
    expected: 200,
    request: ([client]) => managed('GET', client),
  },
  {
    title: 'Somebody who copied the statement signs with a key of his own, and is refused',
    expected: 400,
    request: () => registration(issuer, parties, parties.copier),
  },
  {
    title: 'A plain request is refused, since the bank asks for signed ones',
    expected: 400,
    request: async () => ({
      method: 'POST',
      path: '/register',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        software_statement: await statementFor(parties, parties.thirdParty),
        redirect_uris: [REDIRECT_URI],
      }),
    }),
  },
  {
    title: 'The third party deletes its registration',
    expected: 204,
    request: ([client]) => managed('DELETE', client),
  },
];
