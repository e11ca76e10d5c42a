import { RefusedOperation } from '../../../core/errors/refused-operation';

/** Throws the refusal for an error of the file system, and any other error as it is. */
export const throwUnreadable = (error: unknown): never => {
  const { code, message } = error as NodeJS.ErrnoException;
  throw code === undefined ? error : new RefusedOperation('invalid', 'file', `must be a readable file: ${message}`);
};
