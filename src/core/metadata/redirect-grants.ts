import type { StoredMetadata } from './client-metadata';

const REDIRECT_GRANTS = ['authorization_code', 'implicit'] as const;
export type RedirectGrant = (typeof REDIRECT_GRANTS)[number];

/** Whether a client asks for a grant that sends the user agent back to it. */
export const usesRedirects = ({ grant_types }: Pick<StoredMetadata, 'grant_types'>): boolean =>
  REDIRECT_GRANTS.some((grant) => grant_types.includes(grant));

/** The grants that a response type belongs to (RFC 7591 section 2.1). */
export const grantsOf = (responseType: string): readonly RedirectGrant[] => {
  const parts = responseType.split(' ');
  return REDIRECT_GRANTS.filter((grant) =>
    parts.some((part) => (part === 'code') === (grant === 'authorization_code')),
  );
};
