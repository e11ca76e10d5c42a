import type { AuthorizationParameters } from '../authorization-parameters';
import { type PageRule, toldToUser } from '../authorization-rule';

/** Of an address as `client_id`; our own identifiers are shorter. */
const MOST_CHARACTERS = 2048;

/** A request before its client is looked up. */
export interface NamedClient {
  readonly parameters: AuthorizationParameters;
}

const clientIdIsSentOnce = toldToUser<NamedClient>('unknown_client', ({ parameters }) =>
  parameters.isRepeated('client_id') ? 'client_id must not be repeated; send it once' : undefined,
);

const clientIdIsSent = toldToUser<NamedClient>('unknown_client', ({ parameters }) =>
  parameters.get('client_id') === undefined ? 'client_id must be sent; send that of the registration' : undefined,
);

const clientIdIsReadable = toldToUser<NamedClient>('unknown_client', ({ parameters }) => {
  const client_id = parameters.get('client_id') ?? '';
  return client_id.length <= MOST_CHARACTERS && /^[\x20-\x7e]*$/.test(client_id)
    ? undefined
    : 'client_id must be printable ASCII characters, at most 2048; send that of the registration';
});

/** The rules that a request has to follow before its client is looked up. */
export const CLIENT_ID_RULES: readonly PageRule<NamedClient>[] = [
  clientIdIsSentOnce,
  clientIdIsSent,
  clientIdIsReadable,
];
