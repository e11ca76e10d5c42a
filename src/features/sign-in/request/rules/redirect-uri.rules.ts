import { type AskedRequest, type PageRule, toldToUser } from '../authorization-rule';
import { isOwnOrigin, isSafeRedirect, matchesRegistered } from '../redirect-match';

/**
 * The redirect URI of a request as it is sent, or the only registered one (RFC 6749 section 3.1.2.3). `undefined` if it is
 * not one of the client.
 */
export const redirectUriOf = ({
  parameters,
  client: { metadata },
  options: { loopbackPorts },
}: Pick<AskedRequest, 'parameters' | 'client' | 'options'>): string | undefined => {
  const asked = parameters.get('redirect_uri');
  const registered = metadata.redirect_uris;
  if (asked === undefined) return registered.length === 1 ? registered[0] : undefined;
  return registered.some((one) => matchesRegistered(asked, one, loopbackPorts)) ? asked : undefined;
};

const redirectUriIsSentOnce = toldToUser('redirect_uri', ({ parameters }) =>
  parameters.isRepeated('redirect_uri') ? 'redirect_uri must not be repeated; send it once' : undefined,
);

const redirectUriIsSent = toldToUser('redirect_uri', ({ parameters, client: { metadata } }) =>
  parameters.get('redirect_uri') === undefined &&
  (metadata.redirect_uris.length !== 1 || scopeOf(parameters.get('scope')).includes('openid'))
    ? 'redirect_uri must be sent, unless the client has only one and does not request openid; send a registered one'
    : undefined,
);

const redirectUriIsRegistered = toldToUser('redirect_uri', (asked) =>
  redirectUriOf(asked) === undefined
    ? 'redirect_uri must be one that the client registered, character by character; send a registered one'
    : undefined,
);

const redirectUriIsSafe = toldToUser('redirect_uri', (asked) =>
  isSafeRedirect(redirectUriOf(asked) ?? '')
    ? undefined
    : 'redirect_uri must be https, loopback http or a scheme of an application; register another one',
);

const redirectUriIsElsewhere = toldToUser('redirect_uri', (asked) =>
  isOwnOrigin(redirectUriOf(asked) ?? '', asked.issuer.identifier)
    ? 'redirect_uri must not be an address of this server; register another one'
    : undefined,
);

/** Longer states would not fit into the address of the answer. */
const MOST_OF_STATE = 4096;

const stateIsShort = toldToUser('malformed', ({ parameters }) =>
  Buffer.byteLength(parameters.get('state') ?? '') > MOST_OF_STATE
    ? `state must have at most ${MOST_OF_STATE} bytes; send a shorter one`
    : undefined,
);

const scopeOf = (scope = ''): readonly string[] => scope.split(' ');

/** The rules of the redirect URI (RFC 6749 section 3.1.2, RFC 9700 section 2.1). Their errors are never sent there. */
export const REDIRECT_URI_RULES: readonly PageRule[] = [
  redirectUriIsSentOnce,
  redirectUriIsSent,
  redirectUriIsRegistered,
  redirectUriIsSafe,
  redirectUriIsElsewhere,
  stateIsShort,
];
