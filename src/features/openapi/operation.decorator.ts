import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  type ApiResponseOptions,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import { MethodNotAllowed, ServerError, TemporarilyUnavailable } from '../../core/errors/errors';
import type { OAuthError } from '../../core/errors/oauth-error';
import { parameterRepeated } from '../../core/errors/refusals';
import { InvalidRegistration } from '../../core/errors/registration-errors';
import { parametersOf } from '../../platform/http/form-parameter.decorator';
import type { Answer, DescribedBody, OtherForm } from '../../platform/openapi/answers.decorator';
import type { Caller } from '../../platform/openapi/callers';
import { bodySchemaOf } from '../../platform/openapi/json-schemas';
import { BODIES, type Body, JSON_BODY_REFUSALS, JSON_TYPE } from '../../platform/openapi/request-bodies';
import { REQUEST_HEADERS } from '../../platform/openapi/request-headers';

/** The refusals that every address may return. */
const ANYWHERE: readonly OAuthError[] = [
  new MethodNotAllowed(['OPTIONS', 'POST']),
  new ServerError(undefined),
  new TemporarilyUnavailable(),
];

/** The media types of successful responses besides JSON. */
const OTHER_FORMS = {
  'application/token-introspection+jwt': 'The same as a signed JWT.',
  'text/event-stream': 'The events from now on, or since the last one that was read, without an end.',
} as const satisfies Record<OtherForm, string>;

const SUCCESS: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 204: 'Done; there is no body' };

/** What a handler is documented by, and who may call it, as the decorator that @nestjs/swagger reads. */
export const operationDecorator = (
  answer: Answer,
  { security, refusals, parameters = [] }: Caller,
): ReturnType<typeof applyDecorators> =>
  applyDecorators(
    ...security.map((requirement) => ApiSecurity(withLists(requirement))),
    ...parameters.map((parameter) => ApiParam(parameter)),
    ...documented(answer, security.length === 0, refusals),
  );

const documented = (
  { summary, tag, about, takes, body: json, path = {}, query, gives, sends = [], refuses = [] }: Answer,
  isPublic: boolean,
  refusals: readonly OAuthError[],
): MethodDecorator[] => {
  const body: Body | undefined = takes && BODIES[takes];
  const sent = sends.flatMap((name): readonly OAuthError[] => REQUEST_HEADERS[name].refusals);
  return [
    ApiTags(tag),
    ApiOperation({ summary, description: about, ...(isPublic && { security: [] }) }),
    ...(body && takes
      ? [
          ApiConsumes(body.mediaType, ...(body.alsoAs ?? [])),
          ApiBody({ schema: refTo(takes), required: body.isRequired ?? true, examples: { ...body.examples } }),
        ]
      : []),
    ...(json ? documentedBody(json) : []),
    ...Object.entries(path).map(([name, description]) => ApiParam({ name, description, schema: { type: 'string' } })),
    ...(query ? parametersOf(query) : []).map(({ name, about: description, schema }) =>
      ApiQuery({ name, description, required: false, schema: { type: 'string', ...schema } }),
    ),
    ...sends.map((name) => ApiHeader({ name, description: REQUEST_HEADERS[name].about, required: false })),
    ApiResponse(successOf(gives)),
    ...refusalsByStatus([
      ...(body?.refusals ?? []),
      ...(json ? JSON_BODY_REFUSALS : []),
      ...refusals,
      ...sent,
      ...(query ? [parameterRepeated(repeatedIn(query))] : []),
      ...refuses,
      ...ANYWHERE,
    ]),
  ];
};

/** The parameter of the example of a repetition. */
const repeatedIn = (query: object): string => {
  const names = parametersOf(query).map(({ name }) => name);
  return names.includes('limit') ? 'limit' : (names[0] ?? '');
};

const documentedBody = ({ of: type, example, isOptional }: DescribedBody): MethodDecorator[] => [
  ApiConsumes(JSON_TYPE),
  ApiBody({
    schema: bodySchemaOf(type),
    required: isOptional !== true,
    examples: { example: { summary: 'An example', value: example } },
  }),
];

const successOf = ([status, schema, alsoAs]: Answer['gives']): ApiResponseOptions => ({
  status,
  description: SUCCESS[status] ?? 'OK',
  ...(schema && {
    content: {
      'application/json': { schema: refTo(schema) },
      ...(alsoAs && { [alsoAs]: { schema: { type: 'string', description: OTHER_FORMS[alsoAs] } } }),
    },
  }),
});

const withLists = (requirement: Caller['security'][number]): Record<string, string[]> =>
  Object.fromEntries(Object.entries(requirement).map(([scheme, scopes]) => [scheme, [...scopes]]));

const refTo = (schema: string): { $ref: string } => ({ $ref: `#/components/schemas/${schema}` });

/** One response for each status, with every refusal of that status as an example. */
const refusalsByStatus = (refusals: readonly OAuthError[]): MethodDecorator[] =>
  [...new Set(refusals.map(({ status }) => status))].sort().map((status) => {
    const these = refusals.filter((refusal) => refusal.status === status);
    const isRegistration = these.some((refusal) => refusal instanceof InvalidRegistration);
    return ApiResponse({
      status,
      description: [...new Set(these.map(({ error }) => error))].join(', '),
      headers: headersOf(these),
      schema: refTo(isRegistration ? 'RegistrationError' : 'OAuthError'),
      examples: examplesOf(these),
    });
  });

const examplesOf = (refusals: readonly OAuthError[]): Record<string, { summary: string; value: unknown }> =>
  Object.fromEntries(
    refusals.map(({ error, message, body }, index) => [
      refusals.findIndex((other) => other.error === error) === index ? error : `${error}_${index + 1}`,
      { summary: message, value: body },
    ]),
  );

type HeadersObject = Record<string, { description: string; schema: { type: string }; example: string }>;

const headersOf = (refusals: readonly OAuthError[]): HeadersObject =>
  Object.fromEntries(
    refusals
      .flatMap(({ headers }) => Object.entries(headers))
      .map(([name, example]) => [name, { description: HEADERS[name] ?? name, schema: { type: 'string' }, example }]),
  );

const HEADERS: Readonly<Record<string, string>> = {
  Accept: 'The media type to send instead (RFC 9110 section 12.5.1).',
  Allow: 'The methods of this address (RFC 9110 section 10.2.1).',
  'Retry-After': 'The seconds to wait (RFC 9110 section 10.2.3).',
  'WWW-Authenticate': 'How to authenticate (RFC 9110 section 11.6.1, RFC 6750 section 3).',
};
