import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.entity';
import { schemeOf } from '../../http/authorization-header';
import type { AuthenticationRequest, ClientAuthenticationMethod, Presented } from '../client-authentication-method';
import { type PresentedSecret, SecretCheck } from '../secret-check';

const BASIC = /^basic +([A-Za-z0-9+/\-_]+=*)$/i;

/**
 * HTTP Basic (RFC 6749 section 2.3.1): base64, split at the first colon, then each half form-decoded. Many clients
 * forget the form-encoding, so the raw secret is right as well.
 */
@Injectable()
export class ClientSecretBasic implements ClientAuthenticationMethod<PresentedSecret> {
  readonly serves = ['client_secret_basic', 'client_secret_post'] as const;

  constructor(private readonly secrets: SecretCheck) {}

  read({ authorization }: AuthenticationRequest): Presented<PresentedSecret> | 'malformed' | undefined {
    if (authorization === undefined || schemeOf(authorization) !== 'basic') return undefined;
    const credentials = Buffer.from(BASIC.exec(authorization)?.[1] ?? '', 'base64').toString('utf8');
    const colon = credentials.indexOf(':');
    if (colon < 1) return 'malformed';
    const [id, secret] = [credentials.slice(0, colon), credentials.slice(colon + 1)];
    return { client_id: formDecode(id), proof: { readings: [...new Set([formDecode(secret), secret])] } };
  }

  verify(proof: PresentedSecret, client: Client): Promise<void> {
    return this.secrets.verify(proof, client);
  }
}

/** Undoes application/x-www-form-urlencoded; gives the text itself when a percent sign stands alone. */
const formDecode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};
