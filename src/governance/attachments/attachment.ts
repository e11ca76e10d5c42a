import type { StatementIssuer } from '../policies/policy-options';

/** A policy, and in words what it is attached to. */
export interface Attachment {
  readonly policy: string;
  readonly to: string;
}

/** A credential that may have a policy. */
interface Credential {
  readonly id: string;
  readonly policy?: string | undefined;
}

const MOST_NAMED = 3;

/** The policies of credentials: each policy once, with the number of its credentials and the ids of the first of them. */
export const attachedToCredentials = async (credentials: AsyncIterable<Credential>): Promise<readonly Attachment[]> => {
  const byPolicy = new Map<string, { readonly count: number; readonly first: readonly string[] }>();
  for await (const { policy, id } of credentials) {
    if (policy === undefined) continue;
    const { count, first } = byPolicy.get(policy) ?? { count: 0, first: [] };
    byPolicy.set(policy, { count: count + 1, first: first.length < MOST_NAMED ? [...first, id] : first });
  }
  return [...byPolicy].map(([policy, { count, first }]) => {
    const ids = count > first.length ? [...first, '...'] : first;
    return { policy, to: `${count} initial access token(s) or registrar(s) (${ids.join(', ')})` };
  });
};

/** The policies of issuers of software statements. */
export const attachedToIssuers = (issuers: readonly StatementIssuer[]): readonly Attachment[] =>
  issuers.flatMap(({ issuer, policy }) =>
    policy === undefined ? [] : [{ policy, to: `the software statements of ${issuer}` }],
  );
