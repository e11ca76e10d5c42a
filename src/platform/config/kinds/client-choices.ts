import type { VariableKind } from '../variable';
import { split, when } from './read-text';

/** URI schemes in lower case (RFC 3986 section 3.1), or `*` for every one. */
export const schemes = (): VariableKind<string[]> => ({
  read: (value) =>
    when(
      split(value),
      split(value).every((scheme) => /^([a-z][a-z0-9+.-]*|\*)$/.test(scheme)),
    ),
  rule: 'URI schemes in lower case without a colon, separated by spaces, or *',
});

/** Grants: some of these names, and any absolute URIs (RFC 6749 section 4.5, RFC 3986 section 4.3). */
export const grantTypes = (names: readonly string[]): VariableKind<string[]> => ({
  read: (value) => {
    const grants = [...new Set(split(value))];
    return when(
      grants,
      grants.every((grant) => names.includes(grant) || isAbsoluteUri(grant)),
    );
  },
  rule: `some of ${names.join(', ')}, or absolute URIs, separated by spaces`,
});

const isAbsoluteUri = (value: string): boolean =>
  /^[a-z][a-z0-9+.-]*:[\x21\x24-\x5b\x5d-\x7e]+$/i.test(value) && URL.canParse(value);
