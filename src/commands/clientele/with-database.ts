import { userInfo } from 'node:os';
import type { INestApplicationContext } from '@nestjs/common';
import { Issuer } from '../../core/issuer';
import { contextWithoutRequest, type RequestContext } from '../../core/request-context';
import { type DatabaseNeeds, openDatabase } from '../open-database';

/** The modules of the server, on its database, and the context of the command. */
export interface Opened {
  readonly app: INestApplicationContext;
  readonly context: RequestContext;
}

/**
 * Runs `work` with modules of the server on the database of `DATABASE_URL`, which it names first on standard error.
 * `command` is the name of the command for what is stored about its author. Throws `StartFailure` if there is no such
 * database, and what `work` throws.
 */
export const withDatabase = async (
  command: string,
  needs: DatabaseNeeds,
  work: (opened: Opened) => Promise<void>,
): Promise<void> => {
  const app = await openDatabase(needs);
  try {
    const actor = { type: 'command', command, account: accountName() } as const;
    await work({ app, context: contextWithoutRequest(app.get(Issuer), actor) });
  } finally {
    await app.close();
  }
};

/** The account of the operating system; its number if it has no name, as in many containers. */
const accountName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
};
