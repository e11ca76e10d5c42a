import { integer } from '../kinds/basic';
import { type SecretKey, keyVersions, secretKeys } from '../kinds/keys';
import { Section, Variable } from '../variable';

@Section('Keys')
export class KeysEnvironment {
  @Variable(
    'Versioned 32-byte keys for hashing and sealing, VERSION:KEY, the newest first; made and kept beside the SQLite file when absent.',
    {
      is: secretKeys(),
      default: [],
      secret: true,
    },
  )
  readonly SECRET_KEYS!: SecretKey[];

  @Variable('Versions of SECRET_KEYS that are gone for good: clients that need them are unknown from then on.', {
    is: keyVersions(),
    default: [],
  })
  readonly DROPPED_SECRET_KEYS!: number[];

  @Variable('After how many days a new signing key replaces the current one; 0 is never.', {
    is: integer(0, 3650),
    default: 90,
  })
  readonly KEY_ROTATION_DAYS!: number;
}
