import { Help, SubCommand } from 'nest-commander';
import { KeyRotationService } from '../../../signing-keys/key-rotation.service';
import { confirm, DestroyingCommand } from '../confirm';
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
export class WithdrawKeyCommand extends DestroyingCommand {
  override run([kid = '']: string[], { yes, json }: Options): Promise<void> {
    return withKeys('withdraw', async ({ app, context }) => {
      const rotation = app.get(KeyRotationService);
      const key = await rotation.withdrawable(kid);
      await confirm(yes, `deletes the signing key ${kid} and makes its tokens invalid`);
      await rotation.withdraw(context, key);
      if (json) printJson({ alg: key.alg, kid, withdrawn: true });
      else say(`The signing key ${kid} is withdrawn.`);
    });
  }

  @Help('after')
  examples(): string {
    return examples('keys withdraw vHpRhV4xBQ1yRkYgF2jqMzTn3cW0uLsE5aXo7dKiC8I --yes');
  }
}
