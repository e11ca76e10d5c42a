import { mustHave, type Scenario } from './scenario';

/** The same bodies for every target. */
const MINIMAL = { redirect_uris: ['https://app.example/callback'] };

const WEB_CLIENT = {
  client_name: 'Photo Books',
  client_uri: 'https://app.example',
  logo_uri: 'https://app.example/logo.png',
  tos_uri: 'https://app.example/terms',
  policy_uri: 'https://app.example/privacy',
  contacts: ['operations@app.example'],
  redirect_uris: ['https://app.example/callback', 'https://app.example/silent'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
  scope: 'openid profile email offline_access',
};

const registration = (name: string, title: string, metadata: typeof MINIMAL): Scenario => ({
  name,
  title,
  expected: 201,
  requests: async (target) => [await target.registration(metadata)],
  verify: (answer, { isManaged }) => {
    mustHave(answer, [
      ...['client_id', 'client_secret'],
      ...(isManaged ? ['registration_access_token', 'registration_client_uri'] : []),
    ]);
    if (JSON.stringify(answer['redirect_uris']) !== JSON.stringify(metadata.redirect_uris))
      throw new Error('the answer has other redirect_uris');
  },
});

export const REGISTRATIONS: readonly Scenario[] = [
  registration('register-minimal', 'Registration, minimal body', MINIMAL),
  registration('register-web', 'Registration, body of a web client', WEB_CLIENT),
];
