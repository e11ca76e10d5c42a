import type { AskedRequest } from './authorization-rule';
import type { ResponseTarget } from './response-target';
import { resourcesOf, scopeOf } from './rules/access.rules';
import { type Prompt, promptOf } from './rules/authentication.rules';
import { redirectUriOf } from './rules/redirect-uri.rules';
import { responseModeOf } from './rules/response.rules';

/** An authorization request that follows all rules. It is JSON, and nothing of it is read from the browser again. */
export interface AuthorizationRequest extends ResponseTarget {
  readonly client_id: string;
  /** Whether the request named its redirect URI, so that the token request has to name the same. */
  readonly isRedirectUriSent: boolean;
  /** What may be granted: narrowed to what the resources offer and the client registered. */
  readonly scope: readonly string[];
  /** In the spelling of the operator. */
  readonly resources: readonly string[];
  readonly code_challenge: string;
  readonly prompt: readonly Prompt[];
  /** In seconds; that of the request, or else the `default_max_age` of the client. */
  readonly max_age?: number;
  readonly login_hint?: string;
  readonly acr_values?: readonly string[];
  readonly ui_locales?: string;
  readonly nonce?: string;
  readonly dpop_jkt?: string;
  /** When the request came, in milliseconds since 1970. */
  readonly asked_at: number;
}

/** Where the answer to a request goes whose redirect URI follows all rules. */
export const targetOf = (asked: AskedRequest): ResponseTarget => {
  const state = asked.parameters.get('state');
  return {
    redirect_uri: redirectUriOf(asked) ?? '',
    response_mode: responseModeOf(asked),
    ...(state !== undefined && { state }),
  };
};

/** Reads a request that follows all rules. */
export const requestOf = (asked: AskedRequest, at: Date): AuthorizationRequest => {
  const { parameters, client, options } = asked;
  const optional = <Name extends string>(name: Name): Partial<Record<Name, string>> => {
    const value = parameters.get(name);
    return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, string>>;
  };
  const max_age = parameters.get('max_age') ?? client.metadata.default_max_age;
  const wanted = parameters.get('acr_values')?.split(' ') ?? client.metadata.default_acr_values;
  const acr_values = wanted.filter((one) => options.acrValues.includes(one));
  return {
    ...targetOf(asked),
    client_id: client.client_id,
    isRedirectUriSent: parameters.get('redirect_uri') !== undefined,
    scope: scopeOf(asked),
    resources: resourcesOf(asked),
    code_challenge: parameters.get('code_challenge') ?? '',
    prompt: promptOf(parameters.get('prompt')),
    ...(max_age !== undefined && { max_age: Number(max_age) }),
    ...(acr_values.length > 0 && { acr_values }),
    ...optional('login_hint'),
    ...optional('ui_locales'),
    ...optional('nonce'),
    ...optional('dpop_jkt'),
    asked_at: at.getTime(),
  };
};
