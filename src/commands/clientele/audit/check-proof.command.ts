import { CommandRunner, Help, Option, SubCommand } from 'nest-commander';
import { faultOfProof, readEventProof } from '../../../event-log/audit/event-proof';
import { StartFailure } from '../../../platform/config/start-failure';
import { examples, print, say } from '../output';
import { readText } from '../read-file';

/** `clientele audit check`. */
@SubCommand({
  name: 'check',
  arguments: '<file>',
  argsDescription: { file: 'a proof that audit prove printed' },
  description:
    'Checks a proof, and prints its event. Needs neither the database nor secrets. Exits 1 if it does not hold.',
})
export class CheckProofCommand extends CommandRunner {
  override async run([file = '']: string[], { key }: { readonly key?: string }): Promise<void> {
    const proof = readEventProof(await readText('FILE', file));
    if (!proof) throw new StartFailure(`FILE: ${file} must be a proof in JSON; audit prove prints one`);
    const fault = faultOfProof(proof, key);
    if (fault !== undefined) throw new StartFailure(`FILE: ${fault}; the proof does not hold`);
    print(proof.event);
    say(`The log has this event as entry ${proof.position}. The key that signed it: ${proof.key}`);
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
    return examples('audit check proof.json', 'audit check proof.json --key clients.example/log+c74f20a3+ARpc2QcU...');
  }
}
