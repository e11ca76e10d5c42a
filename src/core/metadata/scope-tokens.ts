/** The scope of access tokens that may register clients. Only the registrar may have it. */
export const REGISTER_SCOPE = 'register';

const TOKEN = String.raw`[\x21\x23-\x5b\x5d-\x7e]+`;

/** One scope token (RFC 6749 section 3.3). */
export const SCOPE_TOKEN = new RegExp(`^${TOKEN}$`);

/** Scope tokens with one space between them (RFC 6749 section 3.3). */
export const SCOPE = new RegExp(`^${TOKEN}(?: ${TOKEN})*$`);

/** The tokens of a scope without repetitions, in the order given (RFC 6749 section 3.3). */
export const scopeTokens = (scope = ''): string[] => [...new Set(scope.split(' ').filter(Boolean))];
