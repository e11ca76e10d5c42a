import type { TextRule } from '../../../core/document-members/member-reader';
import { SIGNING_ALGS } from '../../../core/jose/algorithms';
import { SCOPE_TOKEN } from '../../../core/metadata/scope-tokens';
import { isLoopbackHost } from '../kinds/addresses';

export const UPSTREAM_ID: TextRule = {
  holds: (text) => /^[a-z][a-z0-9-]{0,31}$/.test(text),
  rule: 'must be a short name in lower case',
  remedy: 'use letters, digits and -, 32 at most, a letter first',
};

export const NAME: TextRule = {
  holds: (text) => text.length <= 80,
  rule: 'must have 80 characters at most',
  remedy: 'shorten it',
};

/** An address that a provider is reached at. */
export const ADDRESS: TextRule = {
  holds: (text) => isAddress(text.replace('{tenantid}', 'tenant')),
  rule: 'must be an https address without user information, query and fragment',
  remedy: 'write it as the provider documents it; http is possible for a loopback host only',
};

export const SCOPE: TextRule = {
  holds: (text) => SCOPE_TOKEN.test(text),
  rule: 'must be a scope',
  remedy: 'write each scope on its own',
};

export const ID_TOKEN_ALG: TextRule = {
  holds: (text) => SIGNING_ALGS.some((alg) => alg === text),
  rule: 'must be an algorithm with a key pair',
  remedy: 'use RS256, or what the provider signs with',
};

const isAddress = (text: string): boolean => {
  if (!URL.canParse(text) || /[?#\s]/.test(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return (
    username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname)))
  );
};
