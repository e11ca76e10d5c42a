import { ClientMetadata } from '../clients/metadata/client-metadata.dto';
import type { OperatorPolicy } from '../clients/metadata/operator-choice';
import { rowsOf } from '../clients/metadata/metadata-row';

/** The metadata of this authorization server (RFC 8414 section 2). */
export type ServerMetadata = Readonly<Record<string, unknown>> & { readonly issuer: string };

/** Derived from the metadata table and what the operator permits of it; empty lists are left out (RFC 8414 section 3.2). */
export const serverMetadata = (issuer: string, policy: OperatorPolicy): ServerMetadata => ({
  issuer,
  token_endpoint: `${issuer}/token`,
  registration_endpoint: `${issuer}/register`,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  ...Object.fromEntries(
    rowsOf(ClientMetadata).flatMap(({ name, advertisedAs, is }) => {
      const offered =
        name === 'scope' ? policy.scopes : (is.supported ?? []).filter((value) => policy.permits(name, value));
      return advertisedAs && offered.length > 0 ? [[advertisedAs, offered]] : [];
    }),
  ),
});
