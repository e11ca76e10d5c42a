import { Help, Option, SubCommand } from 'nest-commander';
import { AdministeredClientsService } from '../../../clients/administered-clients.service';
import { PreconditionFailed } from '../../../core/errors/management-errors';
import { RefusedOperation } from '../../../core/errors/refused-operation';
import { Caller } from '../../../platform/http/caller';
import { etagOf, Precondition } from '../../../platform/http/precondition';
import type { ClientUpdate } from '../../../registrations/client-update';
import { EditsService } from '../../../registrations/edits.service';
import { WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, exits, printJson, printValues, say } from '../output';
import { edited } from './edited';
import { type Metadata, metadataOf, readMetadata, withMember } from './metadata-input';
import { OF_CLIENT } from './clients-database';
import { withRegistrations } from './registrations-database';

interface Options {
  readonly set?: Metadata;
  readonly json?: boolean;
}

/** `clientele clients edit`. */
@SubCommand({
  name: 'edit',
  arguments: '<client_id> [file]',
  argsDescription: {
    ...OF_CLIENT,
    file: 'all metadata in JSON, or - for standard input; omitted members return to their defaults',
  },
  description:
    'Changes the metadata of a client by the rules and policies of an update: all from a file, some by --set, or in the editor of VISUAL or EDITOR on a terminal. Refused if the client was changed meanwhile.',
})
export class EditClientCommand extends JsonCommand {
  override run([client_id = '', file]: string[], { set, json }: Options): Promise<void> {
    if (file !== undefined && set) throw new WrongCall('edit takes either FILE or --set; give one of the two');
    return withRegistrations('edit', async ({ app, context }) => {
      const read = await app.get(AdministeredClientsService).findRegistered(client_id);
      const update = await updateOf(file, set, { ...read.metadata });
      const edit = { update, precondition: new Precondition(etagOf(read)), caller: new Caller() };
      const { information } = await app.get(EditsService).edit(context, client_id, edit).catch(sayChanged);
      if (json) return void printJson(information);
      const { client_secret } = information;
      if (client_secret !== undefined) printValues({ client_secret });
      say(
        `The client ${client_id} is changed.${client_secret === undefined ? '' : ' Its new secret is not shown again.'}`,
      );
    });
  }

  @Option({
    flags: '--set <member=value>',
    description: 'a member and its new value, JSON or a text; without a value it returns to its default; repeatable',
  })
  set(text: string, before: Metadata = {}): Metadata {
    return withMember(text, before);
  }

  @Help('after')
  examples(): string {
    return (
      examples(
        'clients edit 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b --set client_name=Portal --set tos_uri=',
        'clients edit 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b client.json',
        'clients edit 019e0b5a-6a1c-7c0e-9d1e-0a4f7f3f1c2b',
      ) + exits({ conflict: 'the client was changed meanwhile; edit it again' })
    );
  }
}

const updateOf = async (file: string | undefined, set: Metadata | undefined, now: Metadata): Promise<ClientUpdate> => {
  if (set) return { is: 'patch', json: set };
  const json =
    file === undefined ? metadataOf(await edited(JSON.stringify(now, undefined, 2))) : await readMetadata(file);
  return { is: 'whole', json };
};

/** The error names the header of a request, which a command does not have. */
const sayChanged = (error: unknown): never => {
  if (!(error instanceof PreconditionFailed)) throw error;
  throw new RefusedOperation('conflict', undefined, 'the client was changed meanwhile; edit it again');
};
