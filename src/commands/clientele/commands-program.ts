import type { INestApplicationContext } from '@nestjs/common';
import { CommandFactory } from 'nest-commander';
import { ClienteleModule } from './clientele.module';
import { CommandTreeRegistry } from './command-tree.registry';

/** The program with all its commands, which reads no words yet. `fail` gets what a command throws. */
export const createProgram = async (fail: (error: unknown) => void): Promise<INestApplicationContext> => {
  const app = await CommandFactory.createWithoutRunning(ClienteleModule, {
    cliName: 'clientele',
    logger: ['error', 'warn'],
    serviceErrorHandler: fail,
  });
  const { program } = app.get(CommandTreeRegistry);
  program.name('clientele').description('Runs and administers a server that registers OAuth 2.0 clients.');
  for (const command of app.get(CommandTreeRegistry).all()) {
    // A command that has others below it finds out itself what a word means that is none of them.
    command.exitOverride().allowExcessArguments(command.commands.length > 0);
  }
  return app;
};
