import { codeChallengeRequired } from '../../../../core/errors/refusals';
import { type ClientRule, toldToClient } from '../authorization-rule';

/** A SHA-256 hash in base64url (RFC 7636 section 4.2, RFC 9449 section 10). */
const HASH = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

const codeChallengeIsSent = toldToClient('invalid_request', ({ parameters }) =>
  parameters.get('code_challenge') === undefined ? codeChallengeRequired().message : undefined,
);

const codeChallengeMethodIsS256 = toldToClient('invalid_request', ({ parameters }) =>
  parameters.get('code_challenge_method') === 'S256'
    ? undefined
    : 'code_challenge_method must be S256; send it beside the code_challenge',
);

const codeChallengeIsAHash = toldToClient('invalid_request', ({ parameters }) =>
  HASH.test(parameters.get('code_challenge') ?? '')
    ? undefined
    : 'code_challenge must be 43 characters of base64url; use the SHA-256 hash of the code_verifier',
);

const proofKeyIsAThumbprint = toldToClient('invalid_request', ({ parameters }) => {
  const dpop_jkt = parameters.get('dpop_jkt');
  return dpop_jkt === undefined || HASH.test(dpop_jkt)
    ? undefined
    : 'dpop_jkt must be 43 characters of base64url; use the SHA-256 thumbprint of the key (RFC 7638)';
});

/** The rules of what the code is bound to: PKCE (RFC 7636) for every client, and the key of DPoP (RFC 9449 section 10). */
export const KEY_RULES: readonly ClientRule[] = [
  codeChallengeIsSent,
  codeChallengeMethodIsS256,
  codeChallengeIsAHash,
  proofKeyIsAThumbprint,
];
