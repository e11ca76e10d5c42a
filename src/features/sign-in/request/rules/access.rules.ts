import { SCOPE } from '../../../../core/metadata/scope-tokens';
import { type AskedRequest, type ClientRule, toldToClient } from '../authorization-rule';

const MOST_OF_SCOPE = 4000;
/** Each becomes a part of the page and of the grant. */
const MOST_RESOURCES = 10;

const resourcesAreFew = toldToClient('invalid_target', ({ parameters }) =>
  parameters.all('resource').length > MOST_RESOURCES
    ? `resource must be sent at most ${MOST_RESOURCES} times; leave the others out`
    : undefined,
);

const resourcesAreKnown = toldToClient('invalid_target', ({ parameters, resources }) =>
  parameters.all('resource').every((one) => resources.find(one) !== undefined)
    ? undefined
    : 'resource must be one that this server issues tokens for; send the identifier of the resource server',
);

const aResourceIsNamed = toldToClient('invalid_target', ({ parameters, resources }) =>
  parameters.all('resource').length === 0 && resources.default === undefined
    ? 'resource must be sent, because this server has no default; send the identifier of the resource server'
    : undefined,
);

const scopeIsReadable = toldToClient('invalid_scope', ({ parameters }) => {
  const scope = parameters.get('scope');
  return scope === undefined || (scope.length <= MOST_OF_SCOPE && SCOPE.test(scope.trim().replaceAll(/ +/g, ' ')))
    ? undefined
    : 'scope must be scope tokens with one space between them; see scopes_supported';
});

const someScopeIsOffered = toldToClient('invalid_scope', (asked) =>
  scopeOf(asked).length > 0
    ? undefined
    : 'scope must have one that the resource offers and the client registered; see scopes_supported',
);

const noDetailsAreSent = toldToClient('invalid_authorization_details', ({ parameters }) =>
  parameters.get('authorization_details') === undefined
    ? undefined
    : 'authorization_details must not be sent; request scopes instead',
);

/** The resources that a request is for, in the spelling of the operator. Throws {@link InvalidTarget}. */
export const resourcesOf = ({
  parameters,
  resources,
}: Pick<AskedRequest, 'parameters' | 'resources'>): readonly string[] => resources.resolve(parameters.all('resource'));

/** The scopes that a request may be granted: those that are not offered are left out. Throws {@link InvalidTarget}. */
export const scopeOf = (asked: Pick<AskedRequest, 'parameters' | 'resources' | 'client'>): readonly string[] =>
  asked.resources.grantedScope(asked.parameters.get('scope'), asked.client, resourcesOf(asked));

/** The rules of what the request is for (RFC 8707, RFC 6749 section 3.3, RFC 9396). */
export const ACCESS_RULES: readonly ClientRule[] = [
  resourcesAreFew,
  resourcesAreKnown,
  aResourceIsNamed,
  scopeIsReadable,
  someScopeIsOffered,
  noDetailsAreSent,
];
