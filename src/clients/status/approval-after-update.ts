import { isDeepStrictEqual } from 'node:util';
import type { StoredMetadata } from '../../core/metadata/client-metadata';
import type { PolicyRules } from '../../core/policy-document/policy-rules';
import type { RequestContext } from '../../core/request-context';
import type { Client } from '../client.entity';

/** Members that say nothing of what the operator approved: keys, contacts, versions. */
const NOT_APPROVED: ReadonlySet<string> = new Set([
  'jwks',
  'jwks_uri',
  'contacts',
  'software_version',
  'software_statement',
]);

/**
 * The status of a client after an update under these rules, if that changes: a client that was approved waits again when
 * its update changes more than keys, contacts and versions. Otherwise it could get the approval for other redirect URIs
 * than it uses then.
 */
export const approvalAfterUpdate = (
  { at, actor }: RequestContext,
  before: StoredMetadata,
  after: StoredMetadata,
  rules: PolicyRules | undefined,
): Pick<Client, 'status' | 'status_change'> | undefined => {
  if (rules?.require_approval !== true) return undefined;
  const [from, to] = [approvedPart(before), approvedPart(after)];
  return isDeepStrictEqual(from, to)
    ? undefined
    : { status: 'pending', status_change: { at: at.getTime(), by: actor } };
};

const approvedPart = (metadata: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(metadata).filter(([name, value]) => value !== undefined && !NOT_APPROVED.has(name)),
  );
