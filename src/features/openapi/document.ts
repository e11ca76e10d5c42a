import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Issuer } from '../../core/issuer';
import { ACCESS_TOKEN_SCHEMES } from '../../platform/openapi/access-token-schemes';
import { FIXED_SCHEMAS } from '../../platform/openapi/schemas';
import { TAGS } from '../../platform/openapi/tags';
import { addConfiguredParts } from './configured';
import { describeOperations } from './describe-operations';
import type { DocumentedServer } from './documented-server';
import { clientInformationExample } from './examples';
import {
  clientInformationSchema,
  clientMetadataSchema,
  clientUpdateSchema,
  registrableMetadataSchema,
} from './metadata-schemas';
import { addGrantExamples, tokenSchemas } from './token-requests';

const { version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as { version: string };

/**
 * The OpenAPI document of an application: operations from the controllers, schemas from the metadata table and
 * what the operator permits of it.
 */
export const openApiDocument = (app: INestApplication, server: DocumentedServer): OpenAPIObject => {
  const { issuer, permissions } = server;
  describeOperations(app);
  const document = SwaggerModule.createDocument(app, frameOf(issuer), {
    autoTagControllers: false,
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
  document.paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [issuer.publicPath(path), item]),
  );
  const example = clientInformationExample(server);
  document.components = {
    ...document.components,
    schemas: {
      ...FIXED_SCHEMAS,
      ...tokenSchemas(app, server),
      ClientMetadata: clientMetadataSchema(permissions),
      ClientUpdate: clientUpdateSchema(permissions),
      RegistrableMetadata: registrableMetadataSchema(permissions),
      ClientInformation: { ...clientInformationSchema(permissions), ...(example && { example }) },
    },
  };
  addGrantExamples(app, document, server);
  addConfiguredParts(document, server);
  return document;
};

const frameOf = (issuer: Issuer): Omit<OpenAPIObject, 'paths'> => {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Clientele')
    .setDescription('OAuth 2.0 Dynamic Client Registration: RFC 7591, RFC 7592 and OpenID Connect Registration 1.0.')
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(issuer.identifier);
  addAccessTokenSchemes(builder, issuer);
  builder
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        description:
          'An initial access token of the operator (RFC 7591 section 3), which permits a number of registrations.',
      },
      'initialAccessToken',
    )
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'The registration access token of the client (RFC 7592).' },
      'registrationAccessToken',
    )
    .addBasicAuth(
      { type: 'http', scheme: 'basic', description: 'client_id and client_secret (RFC 6749 section 2.3.1).' },
      'clientSecretBasic',
    );
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  return builder.build();
};

const addAccessTokenSchemes = (builder: DocumentBuilder, issuer: Issuer): void => {
  for (const [name, { scope, allows }] of Object.entries(ACCESS_TOKEN_SCHEMES)) {
    const description = `An access token with the scope ${scope}`;
    const flows = { clientCredentials: { tokenUrl: issuer.tokenEndpoint, scopes: { [scope]: allows } } };
    builder.addOAuth2({ type: 'oauth2', description: `${description}.`, flows }, name).addSecurity(`${name}WithProof`, {
      type: 'http',
      scheme: 'dpop',
      description: `${description} that is bound to a key, with a proof in the DPoP header.`,
    });
  }
};
