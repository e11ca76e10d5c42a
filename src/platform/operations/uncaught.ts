import { loggedError } from './logged-error';

/**
 * Ends the process on an uncaught error, as Node does, but prints the error like the log. Node would print all members of
 * the error, with the parameters of a failed statement.
 */
export const endOnUncaught = (): void => {
  process.on('uncaughtException', (error: unknown) => {
    const logged = loggedError(error) as { readonly stack?: string };
    process.stderr.write(`${logged.stack ?? String(error)}\n`);
    process.exit(1);
  });
};
