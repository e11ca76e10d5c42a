import type { Upstream } from '../../../platform/config/upstreams/upstream';
import type { UpstreamRequest } from './upstream-protocol';

/**
 * The parameters of an authorization request at an upstream, besides those that protect it. Of the request of a client it has
 * the hints of {@link UpstreamRequest} alone: never its scope, resource or state.
 */
export const parametersOf = (upstream: Upstream, request: UpstreamRequest): Record<string, string> => {
  const { scopes, parameters, acr, passesLoginHint } = upstream;
  const prompt = request.prompt ?? upstream.prompt;
  // With max_age the response says when the person authenticated (OpenID Connect Core 1.0 section 3.1.2.1).
  const max_age = request.prompt === 'login' ? 0 : request.max_age;
  const wanted = (request.acr_values ?? '').split(' ').flatMap((value) => acr[value] ?? []);
  const isHinted = passesLoginHint && request.login_hint !== undefined;
  return {
    ...parameters,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...(prompt !== undefined && { prompt }),
    ...(max_age === 0 && prompt === undefined && { prompt: 'login' }),
    ...(max_age !== undefined && { max_age: String(max_age) }),
    ...(wanted.length > 0 && { acr_values: wanted.join(' ') }),
    ...(isHinted && { login_hint: request.login_hint }),
  };
};
