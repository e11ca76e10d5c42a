import { ConsoleLogger, type LogLevel } from '@nestjs/common';

/** Writes all messages to standard error: the standard output of a command has its data only. */
export class StandardErrorLogger extends ConsoleLogger {
  protected override printMessages(messages: unknown[], context?: string, logLevel?: LogLevel): void {
    super.printMessages(messages, context, logLevel, 'stderr');
  }
}
