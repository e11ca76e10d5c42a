import { Command, CommandRunner, Help } from 'nest-commander';
import { examples } from '../output';
import { serveProcess } from './serve-process';

/** `clientele serve`. */
@Command({
  name: 'serve',
  description:
    'Serves until it is stopped. It is configured by variables of the environment, or of the file .env of the working folder.',
})
export class ServeCommand extends CommandRunner {
  override run(): Promise<void> {
    return serveProcess();
  }

  @Help('after')
  examples(): string {
    return examples('serve');
  }
}
