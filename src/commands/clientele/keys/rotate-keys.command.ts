import { Help, Option, SubCommand } from 'nest-commander';
import { KeyRotationService } from '../../../signing-keys/key-rotation.service';
import { confirm, DestroyingCommand } from '../confirm';
import { examples, printJson, printTable, say } from '../output';
import { withKeys } from './keys-database';

interface Options {
  readonly dropOld?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele keys rotate`. */
@SubCommand({
  name: 'rotate',
  description:
    'Publishes the next signing keys, which sign ten minutes later. With --drop-old they sign at once and the others are gone, every token with them.',
})
export class RotateKeysCommand extends DestroyingCommand {
  override run(_words: string[], { dropOld = false, yes, json }: Options): Promise<void> {
    return withKeys('rotate', async ({ app, context }) => {
      if (dropOld) await confirm(yes, 'deletes all signing keys and makes every token invalid');
      const keys = await app.get(KeyRotationService).rotate(context, { dropOld });
      if (json) for (const key of keys) printJson({ ...key, signs_from: key.signs_from.toISOString() });
      else
        printTable([
          ['alg', 'kid', 'signs_from'],
          ...keys.map(({ alg, kid, signs_from }) => [alg, kid, signs_from.toISOString()]),
        ]);
      say(dropOld ? 'The keys sign now; all others are gone.' : 'The keys are published.');
    });
  }

  @Option({ flags: '--drop-old', description: 'lets the new keys sign at once and deletes the others: after a theft' })
  dropOld(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('keys rotate', 'keys rotate --drop-old --yes');
  }
}
