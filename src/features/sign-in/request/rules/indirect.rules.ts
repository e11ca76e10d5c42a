import { type ClientRule, toldToClient } from '../authorization-rule';

const noRequestObjectIsLeft = toldToClient('request_not_supported', ({ parameters }) =>
  parameters.get('request') === undefined ? undefined : 'request must not be sent here; send the parameters themselves',
);

const noAddressOfARequestIsLeft = toldToClient('request_uri_not_supported', ({ parameters }) =>
  parameters.get('request_uri') === undefined
    ? undefined
    : 'request_uri must be one of the pushed authorization request endpoint; push the request',
);

const pushedIfRequired = toldToClient('invalid_request', ({ parameters, options, client: { metadata } }) =>
  (options.requiresPushed || metadata.require_pushed_authorization_requests) && !parameters.isPushed
    ? 'the request must be pushed; use the pushed authorization request endpoint'
    : undefined,
);

const signedIfRequired = toldToClient('invalid_request', ({ parameters, client: { metadata } }) =>
  metadata.require_signed_request_object && !parameters.isSigned
    ? 'the request must be a signed object, as the client registered it; send the parameter request'
    : undefined,
);

/** The rules of how parameters reach the server (RFC 9101, RFC 9126), once those that came indirectly are read. */
export const INDIRECT_RULES: readonly ClientRule[] = [
  noRequestObjectIsLeft,
  noAddressOfARequestIsLeft,
  pushedIfRequired,
  signedIfRequired,
];
