import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { Help, Option, SubCommand } from 'nest-commander';
import { ClientTransferModule } from '../../../features/client-transfer/client-transfer.module';
import { ClientExportService } from '../../../features/client-transfer/export/client-export.service';
import { StartFailure } from '../../../platform/config/start-failure';
import { examples, printJson, say } from '../output';
import { startProgress } from '../progress/progress';
import { withClients } from './clients-database';
import { FilteredClientsCommand, filterOf, type FilterOptions, sayReading } from './filtered-clients.command';

type Options = FilterOptions & { readonly withCredentials?: boolean; readonly json?: boolean };

const MODULES = { modules: [ClientTransferModule], needsKeys: true };

/** `clientele clients export`. */
@SubCommand({
  name: 'export',
  arguments: '[file]',
  argsDescription: { file: 'a file that is not there yet; standard output without it' },
  description:
    'Writes the registered clients that all options select as lines of JSON, for clients import. The options find a client about a second after it changed. Without --with-credentials no client can use its secret where they are imported.',
})
export class ExportClientsCommand extends FilteredClientsCommand {
  override run([file]: string[], { withCredentials = false, json, ...options }: Options): Promise<void> {
    return withClients(
      'export',
      async ({ app }) => {
        const clients = app.get(ClientExportService).run(filterOf(options), withCredentials, sayReading);
        const output = file === undefined ? process.stdout : await newFile(file);
        const progress = startProgress('clients');
        let count = 0;
        try {
          for await (const client of clients) {
            if (!output.write(`${JSON.stringify(client)}\n`)) await once(output, 'drain');
            count += 1;
            progress.advance();
          }
          if (file !== undefined) await finished(output.end());
        } finally {
          progress.end();
        }
        if (json && file !== undefined) printJson({ file, clients: count });
        say(`${count} clients${withCredentials ? ' with credentials, which only the same SECRET_KEYS can use' : ''}`);
      },
      MODULES,
    );
  }

  @Option({
    flags: '--with-credentials',
    description: 'includes hashed and sealed secrets and tokens; keep the file as safe as the database',
  })
  withCredentials(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples(
      'clients export clients.ndjson',
      'clients export --status active --with-credentials > clients.ndjson',
    );
  }
}

/** Only its owner can read the file: every program sets umask 077. */
const newFile = async (path: string): Promise<Writable> => {
  try {
    return (await open(path, 'wx')).createWriteStream();
  } catch (cause) {
    throw new StartFailure(`FILE must be a new file that can be written: ${(cause as Error).message}`, { cause });
  }
};
