import { PresentedTokenRequest } from '../../access-tokens/dto/presented-token-request.dto';
import type { GrantDefinition } from '../../access-tokens/grants/grant.decorator';
import { TokenRequest } from '../../access-tokens/grants/token-request.dto';
import { type DeclaredParameter, parametersOf } from '../../platform/http/form-parameter.decorator';
import type { SchemaObject } from '../../platform/openapi/document-types';
import { FIXED_SCHEMAS } from '../../platform/openapi/schemas';

/** The parameters of client authentication, by name, with their meaning. */
type Credentials = Readonly<Record<string, string>>;

type Properties = Record<string, SchemaObject>;

/** The form of a token request: the parameters of all grants that are served, and those of client authentication. */
export const tokenRequestSchema = (grants: readonly GrantDefinition[], credentials: Credentials): SchemaObject => {
  const { grant_type, ...others } = propertiesOf(grants.flatMap(({ request }) => parametersOf(request)));
  return {
    type: 'object',
    description: `${grants.map(({ from }) => from).join(', ')}.`,
    required: requiredOf(parametersOf(TokenRequest)),
    properties: {
      grant_type: { type: 'string', enum: grants.map((grant) => grant.grant_type), ...grant_type },
      ...others,
      ...textsOf(credentials),
    },
  };
};

/** The response to a token request: the members of RFC 6749 section 5.1, and those that the grants declare. */
export const tokenResponseSchema = (grants: readonly GrantDefinition[]): SchemaObject => {
  const { properties, ...schema } = FIXED_SCHEMAS.TokenResponse;
  return {
    ...schema,
    properties: Object.assign({ ...properties }, ...grants.map(({ response }) => response)) as Properties,
  };
};

/** The form of a request about one token. */
export const presentedTokenSchema = (credentials: Credentials): SchemaObject => {
  const parameters = parametersOf(PresentedTokenRequest);
  return {
    type: 'object',
    description: 'RFC 7662 section 2.1, RFC 7009 section 2.1.',
    required: requiredOf(parameters),
    properties: { ...propertiesOf(parameters), ...textsOf(credentials) },
  };
};

const requiredOf = (parameters: readonly DeclaredParameter[]): string[] =>
  parameters.filter(({ required }) => required !== undefined).map(({ name }) => name);

const propertiesOf = (parameters: readonly DeclaredParameter[]): Record<string, SchemaObject> =>
  Object.fromEntries(parameters.map((parameter) => [parameter.name, schemaOf(parameter)]));

const schemaOf = ({ about, isRepeatable, schema }: DeclaredParameter): SchemaObject => {
  const text: SchemaObject = { type: 'string', ...schema };
  return isRepeatable ? { type: 'array', items: text, description: about } : { ...text, description: about };
};

const textsOf = (credentials: Credentials): Record<string, SchemaObject> =>
  Object.fromEntries(Object.entries(credentials).map(([name, description]) => [name, { type: 'string', description }]));
