import { Help, Option, SubCommand } from 'nest-commander';
import { ClientTransferModule } from '../../../features/client-transfer/client-transfer.module';
import { IMPORT_FORMATS } from '../../../features/client-transfer/formats/formats';
import type { ImportFormat } from '../../../features/client-transfer/formats/import-format';
import { ClientImportService } from '../../../features/client-transfer/import/client-import.service';
import { confirm, DestroyingCommand } from '../confirm';
import { EXIT_CODES } from '../exit-codes';
import { oneOf } from '../option-values';
import { examples, exits, say } from '../output';
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
const NAMES = IMPORT_FORMATS.map(({ name }) => name);
const INVALID = ['refuse', 'leave-out'] as const;

/** `clientele clients import`. */
@SubCommand({
  name: 'import',
  arguments: '<file>',
  argsDescription: { file: 'the export of another server' },
  description:
    'Imports the clients of another server with their identifiers and secrets, and prints what is not as in the file. Goes on where it was interrupted; a second time it changes nothing.',
})
export class ImportClientsCommand extends DestroyingCommand {
  override async run([file = '']: string[], options: Options): Promise<void> {
    const { from: format, policy, invalid, update = false, dryRun: isTrial = false, yes, json = false } = options;
    if (update && !isTrial) await confirm(yes, 'changes clients that an earlier import brought');
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
        if (output.hasRefusals) process.exitCode = EXIT_CODES.found.code;
      },
      MODULES,
    );
  }

  @Option({ flags: '--from <server>', description: 'the server that wrote the file', required: true, choices: NAMES })
  from(text: string): ImportFormat | undefined {
    const name = oneOf('--from', NAMES, text);
    return IMPORT_FORMATS.find((format) => format.name === name);
  }

  @Option({ flags: '--policy <name>', description: 'a policy that the clients must keep, now and at each update' })
  policy(name: string): string {
    return name;
  }

  @Option({
    flags: '--invalid <effect>',
    description: 'refuse (the default) a client with a value that breaks a rule, or leave-out the value',
    choices: [...INVALID],
  })
  invalid(text: string): string {
    return oneOf('--invalid', INVALID, text);
  }

  @Option({ flags: '--update', description: 'changes clients of an earlier import to what the file says' })
  update(): boolean {
    return true;
  }

  @Option({ flags: '--dry-run', description: 'prints what would happen, and changes nothing' })
  dryRun(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return (
      examples(
        'clients import realm.json --from keycloak --dry-run',
        'clients import clients.json --from hydra --policy partners --invalid leave-out',
        'clients import clients.ndjson --from clientele --json > report.ndjson',
      ) + exits({ found: 'a client was not imported' })
    );
  }
}

const sayResumed = (done: number): void => {
  say(`An earlier import of this file was interrupted after ${done} clients; this one goes on there.`);
};
