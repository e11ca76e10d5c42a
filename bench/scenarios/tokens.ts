import type { TokenKind } from '../targets/target';
import { mustHave, type Scenario } from './scenario';

const tokens = (kind: TokenKind, title: string): Scenario => ({
  name: `token-${kind.toLowerCase()}`,
  title,
  expected: 200,
  requests: (target) => target.tokens(kind),
  verify: (answer) => {
    mustHave(answer, ['access_token', 'token_type']);
    const alg = algOf(String(answer['access_token']));
    if (alg !== kind) throw new Error(`the token is ${alg}, not ${kind}`);
  },
  ...(kind !== 'opaque' && { signing: kind }),
});

/** The `alg` of a JWT's header; a token without dots is opaque. */
const algOf = (token: string): string => {
  const [header, ...rest] = token.split('.');
  if (rest.length === 0) return 'opaque';
  return (JSON.parse(Buffer.from(String(header), 'base64url').toString()) as { alg: string }).alg;
};

export const TOKENS: readonly Scenario[] = [
  tokens('opaque', 'Client credentials grant, opaque token'),
  tokens('RS256', 'Client credentials grant, JWT signed with RS256'),
  tokens('ES256', 'Client credentials grant, JWT signed with ES256'),
];
