import { Help, Option, SubCommand } from 'nest-commander';
import { faultOfProof, readEventProof } from '../../../event-log/audit/event-proof';
import { EXIT_CODES, WrongCall } from '../exit-codes';
import { JsonCommand } from '../json-command';
import { examples, exits, print, printJson, say } from '../output';
import { readText } from '../read-file';

interface Options {
  readonly key?: string;
  readonly json?: boolean;
}

/** `clientele audit check`. */
@SubCommand({
  name: 'check',
  arguments: '<file>',
  argsDescription: { file: 'a proof that audit prove printed' },
  description: 'Checks a proof, and prints its event. Needs neither the database nor secrets.',
})
export class CheckProofCommand extends JsonCommand {
  override async run([file = '']: string[], { key, json }: Options): Promise<void> {
    const proof = readEventProof(await readText('FILE', file));
    if (!proof) throw new WrongCall(`FILE: ${file} must be a proof in JSON; audit prove prints one`);
    const { event, position } = proof;
    const fault = faultOfProof(proof, key);
    if (fault !== undefined) process.exitCode = EXIT_CODES.found.code;
    if (json) return void printJson({ holds: fault === undefined, fault, position, event, key: key ?? proof.key });
    if (fault !== undefined) return void say(`FILE: ${fault}; the proof does not hold`);
    print(event);
    say(`The log has this event as entry ${position}. The key that signed it: ${proof.key}`);
    if (key === undefined) say('This key came with the proof; give the one that you trust by --key.');
  }

  @Option({
    flags: '--key <key>',
    description: 'the public key of the log, NAME+ID+BASE64, from a source that you trust',
  })
  key(text: string): string {
    return text;
  }

  @Help('after')
  examples(): string {
    return (
      examples('audit check proof.json', 'audit check proof.json --key clients.example/log+c74f20a3+ARpc2QcU...') +
      exits({ found: 'the proof does not hold' })
    );
  }
}
