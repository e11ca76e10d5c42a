import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { ClientTransferModule } from '../../../features/client-transfer/client-transfer.module';
import { IMPORT_FORMATS } from '../../../features/client-transfer/formats/formats';
import type { ImportFormat } from '../../../features/client-transfer/formats/import-format';
import { ClientImportService } from '../../../features/client-transfer/import/client-import.service';
import { StartFailure } from '../../../platform/config/start-failure';
import { requireConfirmation } from '../confirmed';
import { examples, say } from '../output';
import { startProgress } from '../progress/progress';
import { withClients } from './clients-database';
import { ImportOutput } from './import-output';

interface Options {
  readonly from: ImportFormat;
  readonly policy?: string;
  readonly invalid?: 'refuse' | 'leave-out';
  readonly update?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const MODULES = { modules: [ClientTransferModule], needsKeys: true };
const NAMES = IMPORT_FORMATS.map(({ name }) => name).join(', ');

/** The exit code if a client was refused or is another one than that of the file; 1 is a command that failed. */
const SOMETHING_REFUSED = 3;

/** `clientele clients import`. */
@SubCommand({
  name: 'import',
  arguments: '<file>',
  argsDescription: { file: 'the export of another server' },
  description:
    'Imports the clients of another server with their identifiers and secrets, and prints what is not as in the file. Goes on where it was interrupted; a second time it changes nothing. Exits 3 if a client was not imported.',
})
export class ImportClientsCommand extends CommandRunner {
  override run([file = '']: string[], options: Options): Promise<void> {
    const { from: format, policy, invalid, update = false, dryRun: isTrial = false, yes, json = false } = options;
    if (update && !isTrial) requireConfirmation(yes, 'changes clients that an earlier import brought');
    return withClients(
      'import',
      async ({ app, context }) => {
        const leavesOut = invalid === 'leave-out';
        const work = { file, format, leavesOut, updates: update, isTrial, ...(policy !== undefined && { policy }) };
        const output = new ImportOutput({ json, isTrial });
        const progress = startProgress('clients');
        try {
          for await (const report of app.get(ClientImportService).run(context, work, sayResumed)) {
            await output.add(report);
            progress.advance();
          }
        } finally {
          progress.end();
        }
        output.end();
        if (output.hasRefusals) process.exitCode = SOMETHING_REFUSED;
      },
      MODULES,
    );
  }

  @Option({ flags: '--from <server>', description: `the server that wrote the file: ${NAMES}`, required: true })
  from(text: string): ImportFormat {
    const format = IMPORT_FORMATS.find(({ name }) => name === text);
    if (!format) throw new StartFailure(`--from must be one of ${NAMES}; use one of them`);
    return format;
  }

  @Option({ flags: '--policy <name>', description: 'a policy that the clients must keep, now and at each update' })
  policy(name: string): string {
    return name;
  }

  @Option({
    flags: '--invalid <effect>',
    description: 'refuse (the default) a client with a value that breaks a rule, or leave-out the value',
  })
  invalid(text: string): string {
    if (text !== 'refuse' && text !== 'leave-out')
      throw new StartFailure('--invalid must be refuse or leave-out; use one of them');
    return text;
  }

  @Option({ flags: '--update', description: 'changes clients of an earlier import to what the file says' })
  update(): boolean {
    return true;
  }

  @Option({ flags: '--dry-run', description: 'prints what would happen, and changes nothing' })
  dryRun(): boolean {
    return true;
  }

  @Option({ flags: '--yes', description: 'updates without a question' })
  yes(): boolean {
    return true;
  }

  @Option({ flags: '--json', description: 'prints a line of JSON for each client of the file' })
  json(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples(
      'clients import realm.json --from keycloak --dry-run',
      'clients import clients.json --from hydra --policy partners --invalid leave-out',
      'clients import clients.ndjson --from clientele --json > report.ndjson',
    );
  }
}

const sayResumed = (done: number): void => {
  say(`An earlier import of this file was interrupted after ${done} clients; this one goes on there.`);
};
