import {
  aWebClient,
  deleting,
  type KnownClient,
  reading,
  registering,
  replacing,
  tokenFor,
  unauthorised,
} from '../load/requests';
import type { Shot, Traffic } from '../load/shot';

/** Nobody else may still be at work on a client when it is deleted. */
const RETIRED_FOR_MS = 15_000;

/** So many always stay: a slow server may answer registrations later than deletions. */
const CLIENTS_KEPT = 8;

type ShotName =
  | 'badMetadataShot'
  | 'deletingShot'
  | 'foreignTokenShot'
  | 'readingShot'
  | 'registeringShot'
  | 'replacingShot'
  | 'tokenShot'
  | 'wrongSecretShot';

/** Of a hundred requests. As many are deleted as registered, so that the registry stays what it is. */
const SHARES: readonly (readonly [number, ShotName])[] = [
  [52, 'tokenShot'],
  [20, 'readingShot'],
  [8, 'registeringShot'],
  [8, 'deletingShot'],
  [6, 'replacingShot'],
  [2, 'wrongSecretShot'],
  [2, 'badMetadataShot'],
  [2, 'foreignTokenShot'],
];
const HUNDRED = SHARES.flatMap(([share, shot]) => Array<ShotName>(share).fill(shot));

/** What registered clients do all day, in random order; what they do wrong, too, which must be refused and no more. */
export class MixedTraffic {
  private readonly clients: KnownClient[] = [];
  private readonly retired: { readonly client: KnownClient; readonly since: number }[] = [];
  private made = 0;

  /** `token` gives a token with the scope `register`. */
  constructor(private readonly token: () => string) {}

  /** Registrations alone, until there are so many clients. */
  firstClients(count: number): Traffic {
    let left = count;
    return () => (left-- > 0 ? this.registeringShot() : undefined);
  }

  readonly next: Traffic = () => this[anyOf(HUNDRED)]();

  private tokenShot(): Shot {
    return tokenFor(anyOf(this.clients));
  }

  private readingShot(): Shot {
    return reading(anyOf(this.clients));
  }

  private registeringShot(): Shot {
    this.made += 1;
    const alg = this.made % 4 === 0 ? 'RS256' : 'ES256';
    return registering(this.token(), aWebClient(`Client ${this.made}`, alg), (body) => {
      this.clients.push(JSON.parse(body) as KnownClient);
    });
  }

  private replacingShot(): Shot {
    return replacing(anyOf(this.clients), aWebClient('A client with another name'));
  }

  /** Retires one client and deletes another that was retired long ago; reads while there is none. */
  private deletingShot(): Shot {
    this.retireOne();
    const [oldest] = this.retired;
    if (!oldest || Date.now() - oldest.since < RETIRED_FOR_MS) return this.readingShot();
    this.retired.shift();
    return deleting(oldest.client);
  }

  private retireOne(): void {
    if (this.clients.length <= CLIENTS_KEPT) return;
    const at = Math.floor(Math.random() * this.clients.length);
    for (const client of this.clients.splice(at, 1)) this.retired.push({ client, since: Date.now() });
  }

  private wrongSecretShot(): Shot {
    return { ...tokenFor({ ...anyOf(this.clients), client_secret: 'wrong' }), expected: 401 };
  }

  private badMetadataShot(): Shot {
    const bad = { ...aWebClient('Bad'), redirect_uris: ['https://app.example/callback#fragment'] };
    return { ...registering(this.token(), bad), expected: 400 };
  }

  private foreignTokenShot(): Shot {
    return unauthorised(anyOf(this.clients));
  }
}

const anyOf = <One>(all: readonly One[]): One => {
  const one = all[Math.floor(Math.random() * all.length)];
  if (one === undefined) throw new Error('no client is registered');
  return one;
};
