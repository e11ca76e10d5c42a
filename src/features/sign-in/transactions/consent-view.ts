import { isMadeByOperator } from '../../../clients/client-provenance';
import type { Client } from '../../../clients/client.entity';
import { hostOf } from '../../../core/metadata/redirect-uri';
import type { UserResourcesService } from '../../../access-tokens/user-resources.service';
import { redirectViewOf } from '../pages/redirect-view';
import type { ConsentClient } from '../pages/views/consent-client';
import type { ConsentView } from '../pages/views/consent.page';
import type { AuthorizationRequest } from '../request/authorization-request';

const DAY_MS = 86_400_000;

/** What the page is made from. */
export interface ShownRequest {
  readonly request: AuthorizationRequest;
  readonly client: Client;
  readonly resources: UserResourcesService;
  /** The scopes that the user allowed before. */
  readonly remembered: readonly string[];
  /** Whether the client has no access on behalf of the user now; absent if nobody is signed in. */
  readonly hasNoAccess?: boolean;
  /** Who is signed in. */
  readonly account?: { readonly label: string };
  /** How long refresh tokens last at most, in seconds. */
  readonly refreshSeconds: number;
  readonly action: string;
  readonly at: Date;
}

/** What the user is asked. */
export const consentView = (
  { request, client, resources, remembered, hasNoAccess, account, refreshSeconds, action, at }: ShownRequest,
  { transaction, csrf }: { readonly transaction: string; readonly csrf: string },
): ConsentView => {
  const required = resources.requiredScopes(request.scope, request.resources);
  return {
    action,
    transaction,
    csrf,
    client: clientView(client, at, hasNoAccess),
    redirect: redirectViewOf(request.redirect_uri),
    resources: request.resources.map((identifier) => {
      const { name } = resources.settingsOf(identifier);
      return { identifier, ...(name !== undefined && { name }) };
    }),
    scopes: request.scope.map((name) => ({
      name,
      isNew: remembered.length > 0 && !remembered.includes(name),
      isRequired: required.includes(name),
    })),
    ...(account && { account }),
    ...(mayRefresh(client) && { refresh: { lifetimeSeconds: refreshSeconds } }),
    at,
  };
};

/** Whether the client gets refresh tokens: it registered the grant, as far as the operator offers it. */
export const mayRefresh = ({ metadata }: Pick<Client, 'metadata'>): boolean =>
  metadata.grant_types.includes('refresh_token');

const clientView = (client: Client, at: Date, hasNoAccess: boolean | undefined): ConsentClient => {
  const { client_id, metadata, created_at } = client;
  const provenance = provenanceOf(client);
  const isVerified = provenance === 'operator' || provenance === 'statement';
  const { client_name, client_uri, policy_uri, tos_uri } = metadata;
  return {
    client_id,
    provenance,
    registeredAt: created_at,
    isNew: !isVerified && at.getTime() - created_at.getTime() < DAY_MS,
    ...(hasNoAccess !== undefined && { hasNoAccess }),
    ...(client_name !== undefined && { name: client_name }),
    ...(provenance === 'document' && { documentHost: hostOf(client_id) }),
    ...(client_uri !== undefined && { client_uri }),
    ...(policy_uri !== undefined && { policy_uri }),
    ...(tos_uri !== undefined && { tos_uri }),
  };
};

const provenanceOf = (client: Client): ConsentClient['provenance'] => {
  if (client.origin === 'document') return 'document';
  // The operator or the issuer of the statement saw the registration. Nobody vouches for what the client changed later.
  if (client.version > 1) return 'registered';
  if (isMadeByOperator(client)) return 'operator';
  return client.lineage?.statement ? 'statement' : 'registered';
};
