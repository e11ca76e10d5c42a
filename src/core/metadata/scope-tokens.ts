/** The scope of access tokens that may register clients. Only registrars may have it. */
export const REGISTER_SCOPE = 'register';

/** The scope of access tokens that may administer this server. Only the administrator of the environment may have it. */
export const ADMIN_SCOPE = 'register:admin';

/** The scope of access tokens that may read what an administrator reads. Only the administrator may have it. */
export const ADMIN_READ_SCOPE = 'register:admin:read';

/** The scopes that no registration obtains, with the clients that have them. */
export const RESERVED_SCOPES: ReadonlyMap<string, string> = new Map([
  [REGISTER_SCOPE, 'the registrar'],
  [ADMIN_SCOPE, 'the administrator'],
  [ADMIN_READ_SCOPE, 'the administrator'],
]);

/** Whether a token with these scopes is one of an administrator. */
export const isAdministrative = (scopes: readonly string[]): boolean =>
  scopes.includes(ADMIN_SCOPE) || scopes.includes(ADMIN_READ_SCOPE);

const TOKEN = String.raw`[\x21\x23-\x5b\x5d-\x7e]+`;

/** One scope token (RFC 6749 section 3.3). */
export const SCOPE_TOKEN = new RegExp(`^${TOKEN}$`);

/** Scope tokens with one space between them (RFC 6749 section 3.3). */
export const SCOPE = new RegExp(`^${TOKEN}(?: ${TOKEN})*$`);

/** The tokens of a scope without repetitions, in the order given (RFC 6749 section 3.3). */
export const scopeTokens = (scope = ''): string[] => [...new Set(scope.split(' ').filter(Boolean))];
