import { MAX_TOKEN_LIFETIME } from '../../../core/lifetimes/lifetimes';
import { type Resources, resources } from '../resources';
import { integer, oneOf } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('Tokens and client authentication')
export class TokensEnvironment {
  @Variable('The lifetime of an access token, in seconds; at most an hour (RFC 6750 section 5.3).', {
    is: integer(1, MAX_TOKEN_LIFETIME),
    default: 1800,
  })
  readonly ACCESS_TOKEN_LIFETIME!: number;

  @Variable('The resource servers that tokens are issued for (RFC 8707): see docs/TOKENS.md.', {
    is: resources(),
    default: new Map(),
    shown: '{}',
  })
  readonly RESOURCES!: Resources;

  @Variable('The audience of client assertions: the issuer alone, or also the address of the token endpoint.', {
    is: oneOf(['issuer', 'issuer_or_token_endpoint']),
    default: 'issuer',
  })
  readonly ASSERTION_AUDIENCE!: 'issuer' | 'issuer_or_token_endpoint';

  @Variable(
    'required: DPoP proofs have to contain a nonce of this server (RFC 9449 sections 8 and 9); off: they do not.',
    {
      is: oneOf(['off', 'required']),
      default: 'off',
    },
  )
  readonly DPOP_NONCE!: 'off' | 'required';

  @Variable('The maximum age of a DPoP proof, in seconds.', { is: integer(1, 600), default: 60 })
  readonly DPOP_PROOF_LIFETIME!: number;
}
