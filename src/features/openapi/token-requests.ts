import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { GrantDefinition } from '../../access-tokens/grants/grant.decorator';
import { GrantRegistry } from '../../access-tokens/grants/grant.registry';
import { AuthenticationMethodRegistry } from '../../authentication/client/authentication-method.registry';
import { grantTypeNotRegistered, grantTypeNotServed, grantTypeRequired } from '../../core/errors/refusals';
import type { OAuthError } from '../../core/errors/oauth-error';
import { MEDIA_TYPES } from '../../platform/http/media-types';
import type { OperationObject, SchemaObject } from '../../platform/openapi/document-types';
import { discoveryIn } from './discovery-in';
import type { DocumentedServer } from './documented-server';
import { signInSchemas } from '../../platform/openapi/sign-in-schemas';
import { presentedTokenSchema, tokenRequestSchema, tokenResponseSchema } from './form-schemas';

/** The schemas of the token endpoints. They follow from the grants and the authentication methods of the application. */
export const tokenSchemas = (app: INestApplication, server: DocumentedServer): Record<string, SchemaObject> => {
  const discovery = discoveryIn(app);
  const { parameters } = new AuthenticationMethodRegistry(discovery);
  const grants = grantsOf(app, server).definitions;
  return {
    ...(server.hasSignIn && signInSchemas(parameters)),
    TokenRequest: tokenRequestSchema(grants, parameters),
    TokenResponse: tokenResponseSchema(grants),
    PresentedToken: presentedTokenSchema(parameters),
  };
};

/** Adds to the token endpoint the example of each grant, and the refusals that name the grants. */
export const addGrantExamples = (app: INestApplication, { paths }: OpenAPIObject, server: DocumentedServer): void => {
  const { definitions, names } = grantsOf(app, server);
  for (const { post } of Object.values(paths)) {
    const body = post?.requestBody && 'content' in post.requestBody ? post.requestBody.content[FORM] : undefined;
    if (!post || !body?.schema || !('$ref' in body.schema) || !body.schema.$ref.endsWith('/TokenRequest')) continue;
    body.examples = Object.fromEntries(definitions.map(exampleOf));
    addRefusals(post, {
      grant_type_required: grantTypeRequired(names),
      grant_type_not_served: grantTypeNotServed(names),
      ...(names[0] !== undefined && { grant_type_not_registered: grantTypeNotRegistered(names[0]) }),
    });
  }
};

/** Puts refusals, by the name of their example, before the other ones with status 400. */
const addRefusals = ({ responses }: OperationObject, refusals: Readonly<Record<string, OAuthError>>): void => {
  const response = responses['400'];
  const content = response && 'content' in response ? response.content['application/json'] : undefined;
  if (!response || '$ref' in response || !content) return;
  const codes = [...Object.values(refusals).map(({ error }) => error), ...response.description.split(', ')];
  response.description = [...new Set(codes)].join(', ');
  const added = Object.entries(refusals).map(([name, { message, body }]) => [name, { summary: message, value: body }]);
  content.examples = { ...(Object.fromEntries(added) as typeof content.examples), ...content.examples };
};

const [FORM] = MEDIA_TYPES.form;

const exampleOf = ({ grant_type, example }: GrantDefinition): [string, GrantDefinition['example']] => [
  grant_type.split(':').at(-1) ?? grant_type,
  example,
];

const grantsOf = (app: INestApplication, { hasSignIn }: DocumentedServer): GrantRegistry =>
  new GrantRegistry(discoveryIn(app), { isOn: hasSignIn });
