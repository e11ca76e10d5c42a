const DEEPEST = 5;
/** The members of an error that are logged besides name, message and stack: codes and names of this code, never input. */
const HARMLESS = [
  'code',
  'errno',
  'syscall',
  'status',
  'table',
  'column',
  'constraint',
  'severity',
  'routine',
] as const;
/** The class of data exceptions, in whose messages PostgreSQL quotes the value (its appendix A). */
const QUOTES_VALUES = /^22...$/;
const QUOTED = /["'].*["']/s;

/** An error in a log line. */
interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly [member: string]: unknown;
}

/**
 * An error as it may be logged, with its causes and the errors that it aggregates. Only members without input are
 * included: the errors of drivers contain the statement, its parameters and the refused row. Gives any other value as it is.
 */
export const loggedError = (error: unknown, depth = 0): unknown => {
  if (!(error instanceof Error) || depth > DEEPEST) return error instanceof Error ? error.name : error;
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  const members = error as unknown as Readonly<Record<string, unknown>>;
  return {
    type: error.name,
    message: loggedMessage(error),
    stack: withMessage(error, loggedMessage(error)),
    ...Object.fromEntries(HARMLESS.filter((name) => isPlain(members[name])).map((name) => [name, members[name]])),
    ...(cause instanceof Error && { cause: loggedError(cause, depth + 1) }),
    ...(Array.isArray(errors) && { errors: errors.map((one: unknown) => loggedError(one, depth + 1)) }),
  } satisfies LoggedError;
};

/** The message of an error alone, for errors that are expected. */
export const loggedReason = (reason: unknown): unknown => (reason instanceof Error ? loggedMessage(reason) : reason);

/** The message of an error without the values that a database quotes in it. */
const loggedMessage = (error: Error): string => {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const quotes = [code, driverError?.code].some((one) => QUOTES_VALUES.test(String(one)));
  return quotes ? error.message.replace(QUOTED, '[value]') : error.message;
};

/** The stack begins with the message. */
const withMessage = ({ stack = '', message }: Error, replacement: string): string =>
  message === '' ? stack : stack.replace(message, () => replacement);

const isPlain = (value: unknown): boolean => ['string', 'number'].includes(typeof value);
