import { Help, Option, SubCommand } from 'nest-commander';
import { StartFailure } from '../../../platform/config/start-failure';
import { KeyRotationService } from '../../../signing-keys/key-rotation.service';
import { requireConfirmation } from '../confirmed';
import { JsonCommand } from '../json-command';
import { examples, printJson, say } from '../output';
import { withKeys } from './keys-database';

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clientele keys withdraw`. */
@SubCommand({
  name: 'withdraw',
  arguments: '<kid>',
  argsDescription: { kid: 'the kid of a key, as keys list shows it' },
  description:
    'Deletes a signing key that does not sign: every token that it signed is invalid. The key that signs is replaced by keys rotate.',
})
export class WithdrawKeyCommand extends JsonCommand {
  override run([kid = '']: string[], { yes, json }: Options): Promise<void> {
    return withKeys('withdraw', async ({ app, context }) => {
      const rotation = app.get(KeyRotationService);
      const key = (await rotation.list()).find((one) => one.kid === kid);
      if (!key) throw new StartFailure(`KID: there is no signing key ${kid}; see keys list`);
      if (key.state === 'signs')
        throw new StartFailure(
          `KID: ${kid} is the key that signs; rotate it with keys rotate, or replace all keys at once with keys rotate --drop-old`,
        );
      requireConfirmation(yes, `deletes the signing key ${kid} and makes its tokens invalid`);
      await rotation.withdraw(context, key);
      if (json) printJson({ alg: key.alg, kid, withdrawn: true });
      else say(`The signing key ${kid} is withdrawn.`);
    });
  }

  @Option({ flags: '--yes', description: 'withdraws it without a question' })
  yes(): boolean {
    return true;
  }

  @Help('after')
  examples(): string {
    return examples('keys withdraw vHpRhV4xBQ1yRkYgF2jqMzTn3cW0uLsE5aXo7dKiC8I --yes');
  }
}
