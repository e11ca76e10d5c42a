import { Option } from 'nest-commander';
import { type ClientFilter, FILTER_MEMBERS } from '../../../client-search/client-filter';
import { CLIENT_STATUSES, type ClientStatus } from '../../../clients/client.entity';
import { JsonCommand } from '../json-command';
import { givenText, momentOf, oneOf } from '../option-values';
import { say } from '../output';

/** The values of the options of a {@link FilteredClientsCommand}. */
export type FilterOptions = {
  readonly [Member in keyof ClientFilter as CamelCase<Member>]?: ClientFilter[Member];
};

type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** A command for the clients that all its options select, those of `GET /admin/clients`. */
export abstract class FilteredClientsCommand extends JsonCommand {
  @Option({ flags: '--client-id <beginning>', description: 'only clients whose identifiers begin with this' })
  clientId(text: string): string {
    return givenText('--client-id', text);
  }

  @Option({
    flags: '--name <beginning>',
    description: 'only clients with a name, in any language, that begins with this',
  })
  name(text: string): string {
    return givenText('--name', text);
  }

  @Option({ flags: '--status <status>', description: 'only clients of this status', choices: [...CLIENT_STATUSES] })
  status(text: string): ClientStatus {
    return oneOf('--status', CLIENT_STATUSES, text);
  }

  @Option({ flags: '--software-id <id>', description: 'only clients with this software_id' })
  softwareId(text: string): string {
    return givenText('--software-id', text);
  }

  @Option({ flags: '--registrar <client_id>', description: 'only clients that this registrar registered' })
  registrar(text: string): string {
    return givenText('--registrar', text);
  }

  @Option({ flags: '--initial-access-token <id>', description: 'only clients of this initial access token' })
  initialAccessToken(text: string): string {
    return givenText('--initial-access-token', text);
  }

  @Option({ flags: '--policy <name>', description: 'only clients that this policy admitted' })
  policy(text: string): string {
    return givenText('--policy', text);
  }

  @Option({ flags: '--redirect-host <host>', description: 'only clients with a redirect URI of this host' })
  redirectHost(text: string): string {
    return givenText('--redirect-host', text);
  }

  @Option({ flags: '--grant-type <type>', description: 'only clients that registered this grant type' })
  grantType(text: string): string {
    return givenText('--grant-type', text);
  }

  @Option({ flags: '--registered-after <moment>', description: 'only clients registered at this moment or later' })
  registeredAfter(text: string): Date {
    return momentOf('--registered-after', text);
  }

  @Option({ flags: '--registered-before <moment>', description: 'only clients registered before this moment' })
  registeredBefore(text: string): Date {
    return momentOf('--registered-before', text);
  }

  @Option({ flags: '--used-after <moment>', description: 'only clients used at this moment or later' })
  usedAfter(text: string): Date {
    return momentOf('--used-after', text);
  }

  @Option({
    flags: '--used-before <moment>',
    description: 'only clients last used before this moment; one that was never used counts by its registration',
  })
  usedBefore(text: string): Date {
    return momentOf('--used-before', text);
  }
}

/** Says that no server has completed the index of clients yet, so that all clients are read. */
export const sayReading = (): void => {
  say('No server has completed the index of clients yet: all clients are read, in the order of their identifiers.');
};

/** The filter that the options are. */
export const filterOf = (options: FilterOptions): ClientFilter =>
  Object.fromEntries(
    FILTER_MEMBERS.flatMap((member) => {
      const value = (options as Readonly<Record<string, unknown>>)[optionOf(member)];
      return value === undefined ? [] : [[member, value]];
    }),
  );

/** The name that commander gives the value of an option: `redirectHost` for `redirect_host`. */
const optionOf = (member: string): string =>
  member.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
