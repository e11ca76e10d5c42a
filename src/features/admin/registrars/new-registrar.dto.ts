import { isObject } from '../../../core/json/json';
import type { RegistrationRequest } from '../../../core/metadata/client-metadata';
import { rule } from '../../../core/validation/rule.decorator';
import type { NewRegistrar as Decisions } from '../../../governance/registrars/registrars.service';
import { JsonMember } from '../../../platform/http/json-member.decorator';
import { words } from '../bodies/member-rules';
import { decisionsOf, lifetime, NewCredential } from '../bodies/new-credential.dto';

const LONGEST_URL = 2048;

/** What an administrator decides about a new registrar. The defaults are those of `registrars create`. */
export class NewRegistrar extends NewCredential {
  @JsonMember('For how many seconds it is valid.', lifetime('never'))
  readonly expires_in: number | 'never' = 'never';

  @JsonMember('Where it publishes its keys, for private_key_jwt. It has a secret without keys.', {
    rules: [words(LONGEST_URL, 'use an https address')],
    schema: { type: 'string', format: 'uri', maxLength: LONGEST_URL },
  })
  readonly jwks_uri?: string;

  @JsonMember('Its public keys, for private_key_jwt, instead of jwks_uri.', {
    rules: [rule<unknown>('be a key set', isObject, { remedy: 'use {keys: [...]} of RFC 7517' })],
    schema: { type: 'object' },
  })
  readonly jwks?: NonNullable<RegistrationRequest['jwks']>;
}

/** What the domain takes of it. */
export const newRegistrarOf = ({ jwks_uri, jwks, ...others }: NewRegistrar): Decisions => ({
  ...decisionsOf(others),
  ...(jwks_uri !== undefined && { jwks_uri }),
  ...(jwks !== undefined && { jwks }),
});
