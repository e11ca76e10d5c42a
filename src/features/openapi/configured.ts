import type { OpenAPIObject } from '@nestjs/swagger';
import { MEDIA_TYPES } from '../../platform/http/media-types';
import type { OperationObject } from '../../platform/openapi/document-types';
import type { DocumentedServer } from './documented-server';

/** Adds to the document the parts that depend on the configuration, which controllers cannot declare. */
export const addConfiguredParts = (document: OpenAPIObject, server: DocumentedServer): void => {
  if (server.isOpen) allowAnonymous(document);
  if (server.managementScope !== '') allowManagementScope(document, server);
  if (server.acceptsSignedRequests) acceptSignedRequests(document);
};

/** In open mode a registration needs no token (RFC 7591 section 3). */
const allowAnonymous = ({ paths }: OpenAPIObject): void => {
  for (const operation of operationsOf(paths))
    if (operation.security?.some((requirement) => 'registrar' in requirement)) operation.security.push({});
};

/** An access token of the client with `MANAGEMENT_SCOPE` allows what its registration access token allows. */
const allowManagementScope = ({ paths, components = {} }: OpenAPIObject, server: DocumentedServer): void => {
  const { managementScope: scope, issuer } = server;
  components.securitySchemes = {
    ...components.securitySchemes,
    manager: {
      type: 'oauth2',
      description: `An access token of the client itself with the scope ${scope}.`,
      flows: {
        clientCredentials: {
          tokenUrl: issuer.tokenEndpoint,
          scopes: { [scope]: 'Manage the own registration.' },
        },
      },
    },
  };
  for (const operation of operationsOf(paths))
    if (operation.security?.some((requirement) => 'registrationAccessToken' in requirement))
      operation.security.push({ manager: [scope] });
};

const SIGNED = {
  schema: { type: 'string', description: 'The same as the claims of a JWT: see docs/SOFTWARE-STATEMENTS.md.' },
} as const;

/**
 * If software statements are supported, every operation that accepts metadata as JSON also accepts them as a signed
 * JWT.
 */
const acceptSignedRequests = ({ paths }: OpenAPIObject): void => {
  for (const { requestBody } of operationsOf(paths)) {
    if (!requestBody || '$ref' in requestBody) continue;
    const { schema } = requestBody.content['application/json'] ?? {};
    if (schema && '$ref' in schema && /\/Client(?:Metadata|Update)$/.test(schema.$ref))
      for (const type of MEDIA_TYPES.jwt) requestBody.content[type] = SIGNED;
  }
};

const operationsOf = (paths: OpenAPIObject['paths']): OperationObject[] =>
  Object.values(paths).flatMap(({ get, put, patch, post, delete: remove }) =>
    [get, put, patch, post, remove].filter((operation) => operation !== undefined),
  );
