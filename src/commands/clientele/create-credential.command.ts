import { Option } from 'nest-commander';
import { JsonCommand } from './json-command';

/** A command that makes a credential for registrations, with the options that all of them have. */
export abstract class CreateCredentialCommand extends JsonCommand {
  @Option({ flags: '--label <text>', description: 'a note for the list', defaultValue: '' })
  label(text: string): string {
    return text;
  }

  @Option({ flags: '--policy <name>', description: 'a policy for its registrations, besides that of all of them' })
  policy(text: string): string {
    return text;
  }

  @Option({ flags: '--max-clients <number>', description: 'how many of its clients may exist at once' })
  maxClients(text: string): string {
    return text;
  }
}
