import { parseEnv } from 'node:util';
import { Command, Help, Option } from 'nest-commander';
import { createPrivateFile } from '../../../platform/config/create-private-file';
import {
  type Decided,
  type Decision,
  productionFile,
  type ProductionFile,
} from '../../../platform/config/production-file';
import { readEnvironment, textOfProcess } from '../../../platform/config/read-environment';
import { StartFailure } from '../../../platform/config/start-failure';
import { WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';

interface Options {
  readonly issuer?: string;
  readonly databaseUrl?: string;
  readonly trustProxy?: string;
  readonly set?: Decided;
  readonly json?: boolean;
}

/** `clientele init`. */
@Command({
  name: 'init',
  arguments: '[file]',
  argsDescription: { file: 'the new file, by default .env; an existing one is not overwritten' },
  description:
    'Writes a file of settings for production, with new secrets and keys, that only its owner can read. Lists what is still to be decided.',
})
export class InitCommand extends JsonCommand {
  override async run([file = '.env']: string[], { set = {}, json, ...options }: Options): Promise<void> {
    const { text, open } = fileOf({ ...decidedBy(options), ...set });
    await createPrivateFile('FILE', file, text);
    const mistake = mistakeIn(text);
    if (json) printJson({ file, mode: '0600', decisions: open, ...(mistake !== undefined && { mistake }) });
    else explain(file, open, mistake);
  }

  @Option({ flags: '--issuer <address>', description: 'the https address that clients use (ISSUER)' })
  issuer(text: string): string {
    return text;
  }

  @Option({ flags: '--database-url <address>', description: 'the database (DATABASE_URL)' })
  databaseUrl(text: string): string {
    return text;
  }

  @Option({ flags: '--trust-proxy <addresses>', description: 'the proxies that end TLS (TRUST_PROXY)' })
  trustProxy(text: string): string {
    return text;
  }

  @Option({
    flags: '--set <name=value>',
    description: 'any other variable, as often as needed; NAME alone takes the value of the environment',
  })
  set(text: string, decided: Decided = {}): Decided {
    const [, name = '', value] = /^([A-Z][A-Z0-9_]*)(?:=(.*))?$/s.exec(text) ?? [];
    const found = value ?? textOfProcess(name);
    if (found === undefined)
      throw new WrongCall('--set must be NAME=VALUE, or the NAME of a variable that is set; write --set PORT=8080');
    return { ...decided, [name]: found };
  }

  @Help('after')
  examples(): string {
    return examples(
      'init',
      'init /etc/clientele.env --issuer https://clients.example.org --trust-proxy 127.0.0.1',
      'init production.env --set DATABASE_URL --set SCOPES="read write"',
    );
  }
}

const decidedBy = ({ issuer, databaseUrl, trustProxy }: Options): Decided => ({
  ...(issuer !== undefined && { ISSUER: issuer }),
  ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  ...(trustProxy !== undefined && { TRUST_PROXY: trustProxy }),
});

/** Throws {@link WrongCall} for a value that is not valid. */
const fileOf = (decided: Decided): ProductionFile => {
  try {
    return productionFile(decided);
  } catch (error) {
    throw error instanceof StartFailure ? new WrongCall(error.message) : error;
  }
};

/** What prevents a start with the file as it is. */
const mistakeIn = (text: string): string | undefined => {
  try {
    readEnvironment(parseEnv(text));
    return undefined;
  } catch (error) {
    if (error instanceof StartFailure) return error.message;
    throw error;
  }
};

const explain = (file: string, open: readonly Decision[], mistake: string | undefined): void => {
  say(`${file} is written; only its owner can read it. Keep a copy of its SECRET_KEYS in another place.`);
  if (open.length > 0) say('Decide, and write into the file:');
  for (const decision of open) say(`  ${decision.name}: ${decision.decide} Default: ${decision.default || 'empty'}.`);
  if (mistake !== undefined) say(`With the file as it is, the server does not start. ${mistake}`);
  say('Then check it with clientele config check.');
};
