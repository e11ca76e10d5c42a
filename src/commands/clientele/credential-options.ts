import { isLabel, MOST_CLIENTS } from '../../governance/credential-limits';
import { secondsOf } from './duration';
import { WrongCall } from './exit-codes';

/** The options that all commands have which make a credential, as they are on the command line. */
export interface CredentialOptions {
  readonly label: string;
  readonly expires: string;
  readonly policy?: string;
  readonly maxClients?: string;
}

/** What the options ask for; `lifetime` is in seconds. */
export interface NewCredential {
  readonly label: string;
  readonly lifetime?: number;
  readonly policy?: string;
  readonly maxClients?: number;
}

/** What the options ask for. Throws {@link WrongCall} if one of them is malformed. */
export const credentialOf = ({ label, expires, policy, maxClients }: CredentialOptions): NewCredential => ({
  label: checkedLabel(label),
  ...lifetimeOf(expires),
  ...(policy !== undefined && { policy }),
  ...quotaOf(maxClients),
});

const lifetimeOf = (expires: string): Pick<NewCredential, 'lifetime'> =>
  expires === 'never' ? {} : { lifetime: secondsOf('--expires', expires) };

/** The text of `--label`. Throws {@link WrongCall} if it is too long for a list, or not printable. */
export const checkedLabel = (label: string): string => {
  if (isLabel(label)) return label;
  throw new WrongCall('--label must be at most 200 characters without control characters; shorten it');
};

const quotaOf = (maxClients: string | undefined): Pick<NewCredential, 'maxClients'> => {
  if (maxClients === undefined) return {};
  if (/^\d{1,10}$/.test(maxClients) && Number(maxClients) <= MOST_CLIENTS) return { maxClients: Number(maxClients) };
  throw new WrongCall(`--max-clients must be a number from 0 to ${MOST_CLIENTS}; write --max-clients 10`);
};
