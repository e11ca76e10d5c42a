import { loggedError } from './logged-error';

/**
 * Ends the process on what nobody caught, as Node would, but tells it as the log tells errors: Node prints every member
 * of an error, the parameters of a failed statement included.
 */
export const endOnUncaught = (): void => {
  process.on('uncaughtException', (error: unknown) => {
    const told = loggedError(error) as { readonly stack?: string };
    process.stderr.write(`${told.stack ?? String(error)}\n`);
    process.exit(1);
  });
};
