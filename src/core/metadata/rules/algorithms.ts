import { PUBLIC_KEY_ENCRYPTION_ALGS } from '../../jose/algorithms';
import { type MemberName, SENT_ROWS } from '../metadata-table';
import { KEY_RULES } from './keys';
import { violation, type MetadataRule } from './rule';

/**
 * OpenID Registration 1.0 section 2, RFC 9701 section 6, JARM section 3: a member `..._enc` is refused without its
 * `..._alg`.
 */
const neededMembersAreSent = SENT_ROWS.flatMap(({ name, needs }): MetadataRule[] =>
  needs === undefined
    ? []
    : [
        (metadata: Partial<Readonly<Record<MemberName, unknown>>>) =>
          metadata[name] !== undefined && metadata[needs] === undefined
            ? violation(name, `must be sent together with ${needs}`, `add ${needs}, or leave it out`)
            : undefined,
      ],
);

/** RFC 9101 section 10.5: if request objects must be signed, their algorithm cannot be none. */
const signedRequestsHaveASignature: MetadataRule = ({ request_object_signing_alg, require_signed_request_object }) =>
  request_object_signing_alg === 'none' && require_signed_request_object
    ? violation(
        'request_object_signing_alg',
        'must not be none when require_signed_request_object is true',
        'use ES256',
      )
    : undefined;

/** RFC 8725 section 3.2: RSA1_5 is the default and never used; a client with an encryption key chooses another algorithm. */
const accessTokensAvoidRsa15: MetadataRule = ({ jwks, token_encrypted_response_alg }, { asked }) =>
  asked.has('token_encrypted_response_alg') &&
  token_encrypted_response_alg === 'RSA1_5' &&
  jwks?.keys.some(({ use }) => use === 'enc')
    ? violation(
        'token_encrypted_response_alg',
        'must not be RSA1_5 for a client with an encryption key',
        `use one of ${PUBLIC_KEY_ENCRYPTION_ALGS.join(', ')}`,
      )
    : undefined;

/** The rules between algorithms. */
export const ALGORITHM_RULES: readonly MetadataRule[] = [
  ...neededMembersAreSent,
  signedRequestsHaveASignature,
  accessTokensAvoidRsa15,
  ...KEY_RULES,
];
