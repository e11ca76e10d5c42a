import { StartFailure } from '../../platform/config/start-failure';
import { secondsOf } from './duration';

const LABEL = /^[^\p{C}]{0,200}$/u;

/** The lifetime in seconds that `--expires` gives, or none for `never`. Throws {@link StartFailure}. */
export const lifetimeOf = (expires: string): { readonly lifetime?: number } =>
  expires === 'never' ? {} : { lifetime: secondsOf('--expires', expires) };

/** The text of `--label`. Throws {@link StartFailure} if it is too long for a list, or not printable. */
export const checkedLabel = (label: string): string => {
  if (LABEL.test(label)) return label;
  throw new StartFailure('--label must be at most 200 characters without control characters; shorten it');
};

const MOST_CLIENTS = 1_000_000_000;

/** The number of `--max-clients`, or none. Throws {@link StartFailure}. */
export const quotaOf = (maxClients: string | undefined): { readonly maxClients?: number } => {
  if (maxClients === undefined) return {};
  if (/^\d{1,10}$/.test(maxClients) && Number(maxClients) <= MOST_CLIENTS) return { maxClients: Number(maxClients) };
  throw new StartFailure(`--max-clients must be a number from 0 to ${MOST_CLIENTS}; write --max-clients 10`);
};
