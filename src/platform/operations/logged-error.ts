const DEEPEST = 5;
/** What an error may tell beside its name, words and stack: codes and names of ours, never what a caller sent. */
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
/** Of these, data exceptions, PostgreSQL quotes the value in its words (its appendix A). */
const QUOTES_VALUES = /^22...$/;
const QUOTED = /["'].*["']/s;

/** An error as it stands in a log line. */
interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly [member: string]: unknown;
}

/**
 * An error as a log may tell it, its causes and the errors that it gathers included. Only members that are known to be
 * harmless are told: the errors of drivers carry the statement, its parameters and the row that was refused. What is no
 * error stays as it is.
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

/** The words of an error alone, for what is expected to happen. */
export const loggedReason = (reason: unknown): unknown => (reason instanceof Error ? loggedMessage(reason) : reason);

/** The words of an error without the values that a database quotes in them. */
const loggedMessage = (error: Error): string => {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const quotes = [code, driverError?.code].some((one) => QUOTES_VALUES.test(String(one)));
  return quotes ? error.message.replace(QUOTED, '[value]') : error.message;
};

/** The stack begins with the words. */
const withMessage = ({ stack = '', message }: Error, told: string): string =>
  message === '' ? stack : stack.replace(message, () => told);

const isPlain = (value: unknown): boolean => ['string', 'number'].includes(typeof value);
