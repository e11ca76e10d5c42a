import 'reflect-metadata';
import { Issuer } from '../core/issuer';
import { contextWithoutRequest } from '../core/request-context';
import { command } from './command';
import { KeyRotationService } from '../signing-keys/key-rotation.service';
import { SigningKeysModule } from '../signing-keys/signing-keys.module';

const DROP_OLD = 'drop-old';

/** `npm run keys:rotate`. */
command({
  name: 'rotate-keys',
  arguments: `[--${DROP_OLD}] `,
  about: `Publishes the next signing keys, which sign ten minutes later. With --${DROP_OLD} they sign at once and the others are gone, every token with them.`,
  options: { [DROP_OLD]: { type: 'boolean' } },
  needsKeys: true,
  modules: [SigningKeysModule],
  run: async (app, { options }) => {
    const context = contextWithoutRequest(app.get(Issuer), { type: 'command', command: 'rotate-keys' });
    const keys = await app.get(KeyRotationService).rotate(context, { dropOld: options[DROP_OLD] === true });
    for (const { alg, kid, signs_from } of keys)
      process.stdout.write(`${alg} ${kid} signs from ${signs_from.toISOString()}\n`);
  },
});
