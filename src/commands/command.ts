import type { INestApplicationContext } from '@nestjs/common';
import { begin, type Called, type Program } from './begin';
import { type DatabaseNeeds, openDatabase } from './open-database';

const CREATE = 'create-database';

export interface Command extends Pick<Program, 'options' | 'words'>, DatabaseNeeds {
  readonly name: string;
  /** The arguments in its usage. */
  readonly arguments: string;
  readonly about: string;
  readonly run: (app: INestApplicationContext, called: Called) => Promise<void>;
}

/**
 * Runs a program that does one thing with the database of `DATABASE_URL`. It prints the name of the database first. It
 * creates no database and changes no schema unless `--create-database` is given.
 */
export const command = ({ name, arguments: rest, about, options, words, run, ...needs }: Command): void => {
  begin({
    usage: `usage: node dist/commands/${name}.js ${rest}[--${CREATE}]\n\n${about}\n\n--${CREATE}: makes the database and its schema where DATABASE_URL has none`,
    options: { ...options, [CREATE]: { type: 'boolean' } },
    ...(words !== undefined && { words }),
    run: async (called) => {
      const mayCreate = called.options[CREATE] === true;
      const app = await openDatabase(needs, { mayCreate, remedy: `--${CREATE}`, announce: process.stdout });
      try {
        await run(app, called);
      } finally {
        await app.close();
      }
    },
  });
};
