import { StartFailure } from '../../platform/config/start-failure';

/** What an operator asks of a webhook cannot be done; the message says why, and what to do. */
export class InvalidWebhook extends StartFailure {}
