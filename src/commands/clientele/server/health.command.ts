import { Command, CommandRunner, Help } from 'nest-commander';
import { examples } from '../output';
import { checkHealth } from './check-health';

/** `clientele health`. */
@Command({
  name: 'health',
  description:
    'Asks the server of this environment, on this machine, whether it is ready. Exits 0 if it is, otherwise 1.',
})
export class HealthCommand extends CommandRunner {
  override run(): Promise<void> {
    return checkHealth();
  }

  @Help('after')
  examples(): string {
    return examples('health');
  }
}
