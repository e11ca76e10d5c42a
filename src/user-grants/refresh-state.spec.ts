import * as fc from 'fast-check';
import { CLOCK_SKEW_MS, type GrantLifetimes, grantExpiry, keptUntil, refreshExpiry } from './grant-lifetimes';
import { stateOf, timesOfUse } from './refresh-state';

const GRACE_MS = 120_000;
const ACCESS_SECONDS = 900;
const LIFETIMES: GrantLifetimes = { idleSeconds: 3600, absoluteSeconds: 20_000 };

interface Row {
  readonly expires_at: Date;
  readonly kept_until: Date;
  readonly used_at: Date | null;
}

/** What a node has read of a presented token, before it writes. */
interface Read {
  readonly generation: number;
  readonly state: ReturnType<typeof stateOf>;
}

/** A grant with its refresh tokens, as both databases keep them: each write has the conditions of its statement. */
class Grant {
  readonly rows = new Map<number, Row>();
  readonly successors = new Map<number, number>();
  /** The generations that a client has received. */
  readonly received: number[] = [];
  now = 0;
  expires_at = 0;
  isRevoked = false;
  wasReused = false;

  constructor() {
    this.insert(0);
    this.received.push(0);
  }

  get hasEnded(): boolean {
    return this.isRevoked || this.expires_at <= this.now;
  }

  get newest(): number {
    return Math.max(...this.successors.values(), 0);
  }

  /** A node reads the token, by a clock that is off by some seconds. */
  read(generation: number, skewMs = 0): Read | undefined {
    return this.hasEnded
      ? undefined
      : { generation, state: stateOf(this.rows.get(generation), this.now + skewMs, GRACE_MS) };
  }

  /** The node writes what it decided; another one may have written meanwhile. Gives the successor that the client receives. */
  write({ generation, state }: Read): number | 'refused' | 'again' {
    if (state === 'repeatable') return this.successors.get(generation) ?? 'refused';
    if (state === 'reused') {
      this.isRevoked = true;
      this.wasReused = true;
    }
    if (state !== 'usable') return 'refused';
    const row = this.rows.get(generation);
    if (!row || row.used_at !== null || this.rows.has(generation + 1) || this.isRevoked) return 'again';
    this.rows.set(generation, { ...row, ...timesOfUse(this.now, GRACE_MS) });
    expect(this.successors.has(generation)).toBe(false);
    this.successors.set(generation, generation + 1);
    this.insert(generation + 1);
    return generation + 1;
  }

  sweep(): void {
    for (const [generation, { kept_until }] of this.rows)
      if (kept_until.getTime() <= this.now) this.rows.delete(generation);
  }

  private insert(generation: number): void {
    const expires_at = refreshExpiry(new Date(0), LIFETIMES, this.now);
    const kept_until = keptUntil(expires_at, this.now);
    this.rows.set(generation, { expires_at: new Date(expires_at), kept_until, used_at: null });
    this.expires_at = grantExpiry(expires_at, this.now, ACCESS_SECONDS);
  }
}

/** One token, presented to its end, as a client does that repeats what got lost. */
const present = (grant: Grant, generation: number): number | 'refused' => {
  for (;;) {
    const read = grant.read(generation);
    const outcome = read ? grant.write(read) : 'refused';
    if (outcome !== 'again') return outcome;
  }
};

type Step = (grant: Grant, open: Read[]) => void;

const receivedOne = fc.nat(30);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: receivedOne.map((index): Step => (grant, open) => {
      const read = grant.read(grant.received[index % grant.received.length] ?? 0);
      if (read) open.push(read);
    }),
  },
  {
    weight: 4,
    arbitrary: fc.nat(5).map((index): Step => (grant, open) => {
      const [read] = open.splice(index % Math.max(open.length, 1), 1);
      const outcome = read ? grant.write(read) : 'refused';
      if (typeof outcome === 'number') {
        expect(grant.isRevoked).toBe(false);
        grant.received.push(outcome);
      }
    }),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 400 }).map((seconds): Step => (grant, open) => {
      grant.now += seconds * 1000;
      open.length = 0; // a request takes seconds, never longer than the grace
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Step>((grant) => {
      grant.sweep();
    }),
  },
);

/** Runs steps on a new grant, after each of which `check` holds. */
const always = (check: (grant: Grant) => void): void => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (all) => {
      const [grant, open]: [Grant, Read[]] = [new Grant(), []];
      for (const step of all) {
        step(grant, open);
        check(grant);
      }
    }),
    { numRuns: 300 },
  );
};

describe('the refresh tokens of a grant, in any order of requests, losses, pauses and sweeps on several nodes', () => {
  it('are one chain: no token has two successors, and one at most is unused', () => {
    always(({ rows }) => {
      expect([...rows.values()].filter(({ used_at }) => used_at === null).length).toBeLessThanOrEqual(1);
    });
  });

  it('keep the newest one usable as long as the grant lives', () => {
    always((grant) => {
      if (grant.hasEnded) return;
      const state = grant.read(grant.newest)?.state;
      expect(state).toMatch(/^(usable|expired)$/);
      if (state === 'expired')
        expect(grant.rows.get(grant.newest)?.expires_at.getTime()).toBeLessThanOrEqual(grant.now);
    });
  });

  it('end only when one is used whose repetitions are over', () => {
    always((grant) => {
      expect(grant.isRevoked).toBe(grant.wasReused);
    });
  });

  it('lead from every token that was just used to the newest one', () => {
    always((grant) => {
      const start = grant.received.at(-1) ?? 0;
      const row = grant.rows.get(start);
      const isFresh = row?.used_at && grant.now - row.used_at.getTime() < GRACE_MS;
      if (grant.hasEnded || !isFresh) return;
      let token = start;
      while (token !== grant.newest) {
        const next = present(grant, token);
        if (next === 'refused') throw new Error(`the chain ends at ${token} of ${grant.newest}`);
        token = next;
      }
    });
  });

  it('are revoked by a token that was used long ago, be its row deleted or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 120, max: 3000 }), fc.boolean(), (seconds, isSwept) => {
        const grant = new Grant();
        present(grant, 0);
        grant.now += seconds * 1000;
        if (isSwept) grant.sweep();
        expect(present(grant, 0)).toBe('refused');
        expect([grant.isRevoked, present(grant, 1)]).toEqual([true, 'refused']);
      }),
    );
  });

  it('do not end because the clock of another node is behind the one that deletes rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 0, max: CLOCK_SKEW_MS - 1 }),
        (seconds, behind) => {
          const grant = new Grant();
          present(grant, 0);
          grant.now += seconds * 1000;
          grant.sweep();
          grant.now -= Math.min(behind, grant.now);
          for (const generation of [0, 1]) {
            const state = grant.read(generation)?.state;
            if (generation === 1 || grant.now < GRACE_MS) expect(state).not.toBe('reused');
          }
        },
      ),
    );
  });
});
