import { isDeepStrictEqual } from 'node:util';
import { aClient } from './a-client';
import type { Answer, TestServer } from './test-server';

type Json = Readonly<Record<string, unknown>>;

/** One thing that is true of a member, and how to see it. */
export interface Fact {
  readonly member: string;
  readonly says: string;
  readonly request: Json;
  /** What is wrong with the answer, or nothing. */
  readonly judge: (answer: Answer) => string | undefined;
}

const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 90 ? `${text.slice(0, 87)}...` : text;
};

/** The facts of one member, on top of the members that it needs beside it. */
export const factsOf = (member: string, beside: Json = {}): MemberFacts => new MemberFacts(member, beside);

/** The vocabulary: a line is a fact. */
export class MemberFacts {
  readonly facts: Fact[] = [];

  constructor(
    private readonly member: string,
    private readonly beside: Json,
  ) {}

  /** Left out, the member is answered with this value; `undefined`: it is not answered. */
  defaultsTo(value: unknown, beside: Json = {}): this {
    return this.add(`defaults to ${shown(value)}${besides(beside)}`, beside, registeredWith(this.member, value));
  }

  /** Each value is registered and answered as it was sent. */
  allows(...values: unknown[]): this {
    for (const value of values)
      this.add(`allows ${shown(value)}`, { [this.member]: value }, registeredWith(this.member, value));
    return this;
  }

  /** Sent, the member is answered in another way. */
  echoes(sent: unknown, returned: unknown): this {
    return this.add(
      `${shown(sent)} becomes ${shown(returned)}`,
      { [this.member]: sent },
      registeredWith(this.member, returned),
    );
  }

  /** Each value is registered without being stored or answered. */
  ignores(...values: unknown[]): this {
    for (const value of values)
      this.add(`ignores ${shown(value)}`, { [this.member]: value }, (answer) =>
        answer.status !== 201
          ? `answered ${answer.status} ${answer.text}`
          : isDeepStrictEqual(answer.json[this.member], value)
            ? 'took the value'
            : undefined,
      );
    return this;
  }

  /** Each value is refused under the member's name. */
  rejects(...values: unknown[]): this {
    for (const value of values)
      this.add(`rejects ${shown(value)}`, { [this.member]: value }, refusedAt(this.member, this.code));
    return this;
  }

  /** A value needs something that is not there. */
  requires(what: string, value: unknown, beside: Json = {}, named = this.member): this {
    return this.add(
      `${shown(value)} requires ${what}`,
      { ...(value !== undefined && { [this.member]: value }), ...beside },
      refusedAt(named, ['redirect_uris'].includes(named) ? 'invalid_redirect_uri' : 'invalid_client_metadata'),
    );
  }

  private get code(): string {
    return this.member === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata';
  }

  private add(says: string, members: Json, judge: Fact['judge']): this {
    this.facts.push({
      member: this.member,
      says: `${says}${besides(this.beside)}`,
      request: aClient({ ...this.beside, ...members }),
      judge,
    });
    return this;
  }
}

const besides = (beside: Json): string => {
  const names = Object.keys(beside);
  return names.length > 0 ? ` beside ${shown(beside)}` : '';
};

const registeredWith =
  (member: string, value: unknown): Fact['judge'] =>
  (answer) => {
    if (answer.status !== 201) return `answered ${answer.status} ${answer.text}`;
    return isDeepStrictEqual(answer.json[member], value) ? undefined : `returned ${shown(answer.json[member])}`;
  };

const refusedAt =
  (member: string, code: string): Fact['judge'] =>
  ({ status, json, text }) => {
    const faults = (status === 400 ? json['errors'] : undefined) as { member: string }[] | undefined;
    if (!faults) return `answered ${status} ${text.slice(0, 200)}`;
    if (json['error'] !== code) return `answered the code ${String(json['error'])}: ${text.slice(0, 200)}`;
    if (!/^[\x20\x21\x23-\x5b\x5d-\x7e]+; [\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(String(json['error_description'])))
      return `has no remedy: ${text.slice(0, 200)}`;
    return faults[0]?.member.replace(/[[.].*$/, '') === member ? undefined : `blamed ${text.slice(0, 200)}`;
  };

/** Registers what the facts ask for, so many at once, and gives what is not so. */
export const check = async (server: TestServer, facts: readonly Fact[], atOnce = 24): Promise<string[]> => {
  const failures: string[] = [];
  const waiting = [...facts];
  const work = async (): Promise<void> => {
    for (let fact = waiting.shift(); fact; fact = waiting.shift()) {
      const wrong = fact.judge(await server.postRegister(fact.request));
      if (wrong) failures.push(`${fact.member} ${fact.says}: ${wrong}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failures;
};
