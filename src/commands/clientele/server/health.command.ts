import { Command, Help } from 'nest-commander';
import { processEnvironment } from '../../../platform/config/read-environment';
import { isReady } from '../../../platform/operations/is-ready';
import { EXIT_CODES } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';

/** `clientele health`, if it is called with options: see `clientele.ts`. */
@Command({
  name: 'health',
  description:
    'Asks the server of this environment, on this machine, whether it is ready. Exits 0 if it is, otherwise 1.',
})
export class HealthCommand extends JsonCommand {
  override async run(_words: string[], { json }: { readonly json?: boolean }): Promise<void> {
    const ready = await isReady(processEnvironment());
    if (!ready) process.exitCode = EXIT_CODES.failed.code;
    if (json) printJson({ ready });
    else say(ready ? 'The server is ready.' : 'The server is not ready.');
  }

  @Help('after')
  examples(): string {
    return examples('health', 'health --json');
  }
}
