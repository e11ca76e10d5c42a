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
