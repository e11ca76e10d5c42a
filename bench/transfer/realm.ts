import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Writes a realm of Keycloak with this number of clients to a file, each of about the size of a real one. */
export const writeRealm = async (path: string, clients: number): Promise<void> => {
  const file = createWriteStream(path);
  file.write('{\n"realm": "example",\n"clients": [\n');
  for (let index = 0; index < clients; index += 1) {
    const line = `${index === 0 ? '' : ',\n'}${JSON.stringify(clientOf(index), null, 2)}`;
    if (!file.write(line)) await once(file, 'drain');
  }
  await finished(file.end('\n],\n"users": []\n}\n'));
};

const clientOf = (index: number): object => ({
  id: `3f0d9f4c-0a1b-4a4e-9e57-${String(index).padStart(12, '0')}`,
  clientId: `client-${index}`,
  name: `Client ${index}`,
  rootUrl: `https://client-${index}.example.org`,
  surrogateAuthRequired: false,
  enabled: true,
  clientAuthenticatorType: 'client-secret',
  secret: `secret-of-client-${index}`,
  redirectUris: [`https://client-${index}.example.org/callback`],
  webOrigins: ['+'],
  notBefore: 0,
  bearerOnly: false,
  consentRequired: false,
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: true,
  publicClient: false,
  protocol: 'openid-connect',
  attributes: {
    'client.secret.creation.time': '1700000000',
    'post.logout.redirect.uris': '+',
    'backchannel.logout.session.required': 'true',
  },
  fullScopeAllowed: true,
  nodeReRegistrationTimeout: -1,
  defaultClientScopes: ['profile', 'email'],
  optionalClientScopes: ['address', 'phone'],
});
