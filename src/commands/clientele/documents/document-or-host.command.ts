import { Option } from 'nest-commander';
import { WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';

/** A command for one document, or with `--host` for all documents of a host. */
export abstract class DocumentOrHostCommand extends JsonCommand {
  @Option({ flags: '--host <host>', description: 'all documents of this host, with its port if that is not 443' })
  host(text: string): string {
    return text;
  }
}

/** Throws {@link WrongCall} unless a call names either a document or a host. */
export const requireOne = (client_id: string | undefined, host: string | undefined): void => {
  if ((client_id === undefined) === (host === undefined))
    throw new WrongCall('client_id must be given, or --host, and not both; name the document or its host');
};
