import { ConsoleLogger, type LogLevel } from '@nestjs/common';

/** Nest logs the error that ends a program under this name, with its stack. The program prints its sentence. */
const FAILURES = 'ExceptionHandler';

/** Writes all messages to standard error: the standard output of a command has its data only. */
export class StandardErrorLogger extends ConsoleLogger {
  protected override printMessages(messages: unknown[], context?: string, logLevel?: LogLevel): void {
    if (context !== FAILURES) super.printMessages(messages, context, logLevel, 'stderr');
  }
}
