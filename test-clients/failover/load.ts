import { setTimeout as wait } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';

const PAUSE_MS = 20;
const REQUEST_WITHIN_MS = 30_000;
/** The load goes on for so long after the last error. */
const CALM_MS = 3000;

export const KINDS = ['registration', 'token', 'read'] as const;
export type Kind = (typeof KINDS)[number];

interface Answer {
  readonly kind: Kind;
  /** The status, or the error of the network. */
  readonly outcome: string;
  readonly at: number;
}

/** A client that was registered before the load began. */
export interface KnownClient {
  readonly client_id: string;
  readonly client_secret: string;
  readonly registration_access_token: string;
}

export const register = (origin: string, token: string): Promise<Response> =>
  fetch(`${origin}/register`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
    },
    body: JSON.stringify({ grant_types: ['client_credentials'], token_endpoint_auth_method: 'client_secret_post' }),
    signal: AbortSignal.timeout(REQUEST_WITHIN_MS),
  });

export const tokenFor = (origin: string, { client_id, client_secret }: KnownClient): Promise<Response> =>
  fetch(`${origin}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }),
    signal: AbortSignal.timeout(REQUEST_WITHIN_MS),
  });

const read = (origin: string, { client_id, registration_access_token }: KnownClient): Promise<Response> =>
  fetch(`${origin}/register/${client_id}`, {
    headers: { Authorization: `Bearer ${registration_access_token}` },
    signal: AbortSignal.timeout(REQUEST_WITHIN_MS),
  });

/** Requests of each kind to several nodes at the same time, and their answers. */
export class Load {
  readonly registered: string[] = [];
  private readonly answers: Answer[] = [];
  private isRunning = true;
  private readonly loops: readonly Promise<void>[];

  constructor(
    origins: readonly string[],
    private readonly token: string,
    private readonly client: KnownClient,
  ) {
    this.loops = origins.flatMap((origin) => KINDS.map((kind) => this.repeat(kind, origin)));
  }

  /** Resolves once all kinds have been answered without an error for some seconds, and ends the load. */
  async untilCalm(): Promise<void> {
    const began = Date.now();
    while (Date.now() - Math.max(began, ...this.failures().map(({ at }) => at)) < CALM_MS) await wait(PAUSE_MS);
    this.isRunning = false;
    await Promise.all(this.loops);
  }

  /** The outcomes other than success, each once. */
  outcomes(): string[] {
    return [...new Set(this.failures().map(({ outcome }) => outcome))].sort();
  }

  /** For each kind: how many answers of each outcome, and the seconds from the first error to the last. */
  report(): string {
    return KINDS.map((kind) => {
      const counts: Record<string, number> = {};
      for (const answer of this.answers)
        if (answer.kind === kind) counts[answer.outcome] = (counts[answer.outcome] ?? 0) + 1;
      const times = this.failures().flatMap((answer) => (answer.kind === kind ? [answer.at] : []));
      const seconds = times.length > 0 ? (Math.max(...times) - Math.min(...times)) / 1000 : 0;
      return `${kind}: ${JSON.stringify(counts)}, errors for ${seconds.toFixed(1)} s`;
    }).join('; ');
  }

  private failures(): readonly Answer[] {
    return this.answers.filter(({ outcome }) => !outcome.startsWith('2'));
  }

  private async repeat(kind: Kind, origin: string): Promise<void> {
    while (this.isRunning) {
      const outcome = await this.ask(kind, origin).catch((error: unknown) => String(error));
      this.answers.push({ kind, outcome, at: Date.now() });
      await wait(PAUSE_MS);
    }
  }

  private async ask(kind: Kind, origin: string): Promise<string> {
    if (kind === 'token') return outcomeOf(await tokenFor(origin, this.client));
    if (kind === 'read') return outcomeOf(await read(origin, this.client));
    const response = await register(origin, this.token);
    if (response.status !== 201) return outcomeOf(response);
    this.registered.push(((await response.json()) as KnownClient).client_id);
    return '201';
  }
}

const outcomeOf = async (response: Response): Promise<string> => {
  await response.arrayBuffer();
  return String(response.status);
};
