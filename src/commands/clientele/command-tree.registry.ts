import { Injectable } from '@nestjs/common';
import { type CommandRunner, InjectCommander } from 'nest-commander';

/** A command of commander, as nest-commander makes it. */
export type ParsedCommand = Parameters<CommandRunner['setCommand']>[0];

/** The program with all its commands. */
@Injectable()
export class CommandTreeRegistry {
  constructor(@InjectCommander() readonly program: ParsedCommand) {}

  /** The program, its commands, and the commands below them. */
  all(): readonly ParsedCommand[] {
    return [this.program, ...this.program.commands.flatMap((command) => [command, ...command.commands])];
  }
}
