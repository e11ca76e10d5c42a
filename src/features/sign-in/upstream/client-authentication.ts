import { importPKCS8 } from 'jose';
import { type ClientAuth, ClientSecretBasic, ClientSecretPost, modifyAssertion, PrivateKeyJwt } from 'openid-client';
import type { Upstream } from '../../../platform/config/upstreams/upstream';

/** How this server authenticates at the token endpoint of an upstream. */
export const clientAuthenticationAt = async ({ credentials }: Upstream): Promise<ClientAuth> => {
  switch (credentials.method) {
    case 'client_secret_basic':
      return ClientSecretBasic(credentials.secret);
    case 'client_secret_post':
      return ClientSecretPost(credentials.secret);
    case 'private_key_jwt':
      return PrivateKeyJwt(await importPKCS8(credentials.key, credentials.alg), {
        [modifyAssertion]: (header) => {
          Object.assign(header, credentials.header);
        },
      });
  }
};
