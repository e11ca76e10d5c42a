import { randomSecret } from '../random-secret';
import { integer } from '../kinds/basic';
import { type SecretKey, keyVersions, secretKeys } from '../kinds/keys';
import { Section, Variable } from '../variable';

@Section('Keys')
export class KeysEnvironment {
  @Variable(
    'Versioned 32-byte keys for hashing and sealing, VERSION:KEY, the newest first; if not set, generated and stored beside the SQLite file.',
    {
      is: secretKeys(),
      default: [],
      secret: true,
      inProduction: { value: () => `1:${randomSecret()}` },
    },
  )
  readonly SECRET_KEYS!: SecretKey[];

  @Variable(
    'Versions of SECRET_KEYS that were given up: clients and tokens that need them are refused, signing keys are made new, and webhooks need a new secret.',
    {
      is: keyVersions(),
      default: [],
    },
  )
  readonly DROPPED_SECRET_KEYS!: number[];

  @Variable('After how many days a new signing key replaces the current one; 0 disables rotation.', {
    is: integer(0, 3650),
    default: 90,
  })
  readonly KEY_ROTATION_DAYS!: number;
}
