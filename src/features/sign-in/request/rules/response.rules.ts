import { isWeb } from '../../../../core/metadata/redirect-uri';
import { type AskedRequest, type ClientRule, toldToClient } from '../authorization-rule';
import { isLoopbackRedirect } from '../redirect-match';
import type { ResponseMode } from '../response-target';
import { redirectUriOf } from './redirect-uri.rules';

const MODES: readonly string[] = ['query', 'form_post'] satisfies ResponseMode[];

/** The response mode of a request; the default of the code flow for one that is not supported, or not there. */
export const responseModeOf = (asked: AskedRequest): ResponseMode =>
  asked.parameters.get('response_mode') === 'form_post' && isOfWeb(asked) ? 'form_post' : 'query';

/** Whether the redirect URI is one that a form of a browser can be posted to. */
const isOfWeb = (asked: AskedRequest): boolean => {
  const uri = redirectUriOf(asked) ?? '';
  return isWeb(uri) && !isLoopbackRedirect(uri);
};

const parametersAreSentOnce = toldToClient('invalid_request', ({ parameters }) => {
  const [name] = parameters.repeatedNames.filter((one) => one !== 'resource');
  return name === undefined ? undefined : 'a parameter other than resource must not be repeated; send each once';
});

const responseModeIsSupported = toldToClient('invalid_request', ({ parameters }) => {
  const mode = parameters.get('response_mode') ?? 'query';
  return MODES.includes(mode) ? undefined : 'response_mode must be query or form_post; leave it out';
});

const formsGoToTheWeb = toldToClient('invalid_request', (asked) =>
  asked.parameters.get('response_mode') === 'form_post' && !isOfWeb(asked)
    ? 'response_mode form_post must go to an https redirect_uri; leave response_mode out'
    : undefined,
);

const registrationIsNotSent = toldToClient('registration_not_supported', ({ parameters }) =>
  parameters.get('registration') === undefined
    ? undefined
    : 'registration must not be sent here; register the client at the registration endpoint',
);

const responseTypeIsSent = toldToClient('invalid_request', ({ parameters }) =>
  parameters.get('response_type') === undefined ? 'response_type must be sent; use code' : undefined,
);

const responseTypeIsCode = toldToClient('unsupported_response_type', ({ parameters }) =>
  parameters.get('response_type') === 'code' ? undefined : 'response_type must be code; use code',
);

export const clientMayUseCodes = toldToClient('unauthorized_client', ({ client: { metadata } }) =>
  metadata.grant_types.includes('authorization_code') && metadata.response_types.includes('code')
    ? undefined
    : 'the client must have registered the grant authorization_code and the response type code; register them',
);

/** The rules of the answer: how it is sent, and that it is a code (RFC 6749 section 4.1.1). */
export const RESPONSE_RULES: readonly ClientRule[] = [
  responseModeIsSupported,
  formsGoToTheWeb,
  parametersAreSentOnce,
  registrationIsNotSent,
  responseTypeIsSent,
  responseTypeIsCode,
  clientMayUseCodes,
];
