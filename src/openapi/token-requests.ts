import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { GrantDefinition } from '../access-tokens/grants/grant.decorator';
import { GrantRegistry } from '../access-tokens/grants/grant.registry';
import { AuthenticationMethodRegistry } from '../authentication/client/authentication-method.registry';
import { MEDIA_TYPES } from '../platform/http/media-types';
import type { SchemaObject } from '../platform/openapi/document-types';
import { presentedTokenSchema, tokenRequestSchema } from './form-schemas';

/** The schemas of the token endpoints. They follow from the grants and the authentication methods of the application. */
export const tokenSchemas = (app: INestApplication): Record<string, SchemaObject> => {
  const discovery = discoveryIn(app);
  const { parameters } = new AuthenticationMethodRegistry(discovery);
  return {
    TokenRequest: tokenRequestSchema(new GrantRegistry(discovery).definitions, parameters),
    PresentedToken: presentedTokenSchema(parameters),
  };
};

/** Adds the example of each grant to the token endpoint. */
export const addGrantExamples = (app: INestApplication, { paths }: OpenAPIObject): void => {
  const examples = new GrantRegistry(discoveryIn(app)).definitions.map(exampleOf);
  for (const { post } of Object.values(paths)) {
    const body = post?.requestBody && 'content' in post.requestBody ? post.requestBody.content[FORM] : undefined;
    if (body?.schema && '$ref' in body.schema && body.schema.$ref.endsWith('/TokenRequest'))
      body.examples = Object.fromEntries(examples);
  }
};

const [FORM] = MEDIA_TYPES.form;

const exampleOf = ({ grant_type, example }: GrantDefinition): [string, GrantDefinition['example']] => [
  grant_type.split(':').at(-1) ?? grant_type,
  example,
];

/** A preview of the application, by which `docs/openapi.json` is written, has modules and no instances of services. */
const discoveryIn = (app: INestApplication): DiscoveryService => new DiscoveryService(app.get(ModulesContainer));
