import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { operatorPolicy } from '../clients/operator-policy';
import type { Environment } from '../platform/config/environment';
import { publicAddress } from '../platform/config/own-addresses';
import { FIXED_SCHEMAS } from '../platform/openapi/schemas';
import { TAGS } from '../platform/openapi/tags';
import { tellWhatIsConfigured } from './configured';
import { clientInformationExample } from './examples';
import {
  clientInformationSchema,
  clientMetadataSchema,
  clientUpdateSchema,
  registrableMetadataSchema,
} from './metadata-schemas';
import { addGrantExamples, tokenSchemas } from './token-requests';

const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };

/**
 * The OpenAPI document of an application: operations from the controllers, schemas from the metadata table and
 * what the operator permits of it.
 */
export const openApiDocument = (app: INestApplication, environment: Environment): OpenAPIObject => {
  const document = SwaggerModule.createDocument(app, frameOf(environment), {
    autoTagControllers: false,
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
  document.paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [publicAddress(environment, path, ''), item]),
  );
  const policy = operatorPolicy(environment);
  const example = clientInformationExample(environment);
  document.components = {
    ...document.components,
    schemas: {
      ...FIXED_SCHEMAS,
      ...tokenSchemas(app),
      ClientMetadata: clientMetadataSchema(policy),
      ClientUpdate: clientUpdateSchema(policy),
      RegistrableMetadata: registrableMetadataSchema(policy),
      ClientInformation: { ...clientInformationSchema(policy), ...(example && { example }) },
    },
  };
  addGrantExamples(app, document);
  tellWhatIsConfigured(document, environment);
  return document;
};

const frameOf = (environment: Environment): Omit<OpenAPIObject, 'paths'> => {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Clientele')
    .setDescription('OAuth 2.0 Dynamic Client Registration: RFC 7591, RFC 7592 and OpenID Connect Registration 1.0.')
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(environment.ISSUER)
    .addOAuth2(
      {
        type: 'oauth2',
        description: 'An access token with the scope register.',
        flows: {
          clientCredentials: {
            tokenUrl: publicAddress(environment, '/token'),
            scopes: { register: 'Register clients.' },
          },
        },
      },
      'registrar',
    )
    .addSecurity('registrarWithProof', {
      type: 'http',
      scheme: 'dpop',
      description: 'An access token with the scope register that is bound to a key, with a proof in the DPoP header.',
    })
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
