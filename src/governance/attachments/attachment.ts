import type { CredentialsOfPolicy } from '../credentials-by-policy';
import type { StatementIssuer } from '../policies/policy-options';

/** A policy, and in words what it is attached to. */
export interface Attachment {
  readonly policy: string;
  readonly to: string;
}

/** The policies of initial access tokens and registrars: each policy once, with the number of its credentials. */
export const attachedToCredentials = (all: readonly CredentialsOfPolicy[]): readonly Attachment[] => {
  const policies = [...new Set(all.map(({ policy }) => policy))];
  return policies.map((policy) => ({ policy, to: wordsFor(all.filter((one) => one.policy === policy)) }));
};

const wordsFor = (credentials: readonly CredentialsOfPolicy[]): string => {
  const count = credentials.reduce((sum, one) => sum + one.count, 0);
  const ids = credentials.map(({ first }) => first);
  const shown = count > ids.length ? [...ids, '...'] : ids;
  return `${count} initial access token(s) or registrar(s) (${shown.join(', ')})`;
};

/** The policies of issuers of software statements. */
export const attachedToIssuers = (issuers: readonly StatementIssuer[]): readonly Attachment[] =>
  issuers.flatMap(({ issuer, policy }) =>
    policy === undefined ? [] : [{ policy, to: `the software statements of ${issuer}` }],
  );
