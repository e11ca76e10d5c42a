import { PageError } from '../request/authorization-refusal';

/** The transaction does not exist any more. */
export const expired = (): PageError =>
  new PageError('expired', 'the authorization must be one that is open; start again at the application');

/** The step was taken before. */
export const answered = (): PageError =>
  new PageError('answered', 'the authorization was answered before; start again at the application');

/** The browser has no cookie of the transaction. */
export const otherBrowser = (): PageError =>
  new PageError(
    'other_browser',
    'the authorization must end in the browser where it began; permit cookies and start again',
  );
