import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { fingerprintOf } from '../../../clients/client-fingerprint';
import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import { type UnitHolder, UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { redirectViewOf } from '../pages/redirect-view';
import { isConsentDisabled, isNavigatedByUser, isRemembered } from './consent-memory';
import { ConsentOptions } from './consent-options';
import type { Consent } from './consent.entity';
import { ConsentRepository } from './consent.repository';

/** What a user allows: to a client, at a redirect URI, for resources. Nobody is signed in without `sub`. */
export interface ConsentSubject {
  readonly sub?: string;
  readonly client: Client;
  readonly resources: readonly string[];
  readonly redirect_uri: string;
}

/** What of a request decides whether the page is shown. */
export interface ConsentRequest {
  readonly prompt: readonly string[];
  readonly headers: IncomingHttpHeaders;
}

const DAY_MS = 86_400_000;

/** Remembers what users allowed, so that they are not asked again: see `CONSENT_MEMORY`. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly consents: ConsentRepository,
    private readonly units: UnitsOfWorkService,
    private readonly options: ConsentOptions,
  ) {}

  /**
   * The scopes that the user has allowed before: for each of the resources, to the client as it is now, at the same host.
   * None if the answer is not remembered for the client.
   */
  async remembered(subject: ConsentSubject): Promise<readonly string[]> {
    const rows = await this.rowsOf(subject);
    const [first, ...others] = rows.map(({ scopes }) => scopes);
    return (first ?? []).filter((scope) => others.every((scopes) => scopes.includes(scope)));
  }

  /** Whether the user has to be asked for these scopes. Notes the use of what was remembered. */
  async isPageNeeded(
    subject: ConsentSubject,
    scope: readonly string[],
    { prompt, headers }: ConsentRequest,
  ): Promise<boolean> {
    const { client, redirect_uri } = subject;
    if (prompt.includes('consent') || prompt.includes('select_account')) return true;
    if (isConsentDisabled(client, redirect_uri)) return false;
    if (!isNavigatedByUser(headers, client)) return true;
    const rows = await this.rowsOf(subject);
    if (rows.length === 0 || !scope.every((one) => rows.every(({ scopes }) => scopes.includes(one)))) return true;
    await this.noteUse(subject, rows);
    return false;
  }

  /**
   * Remembers, in the unit of the context or in one of its own, that the user allowed these scopes, besides those that
   * were allowed before to the same client. Does nothing for a client whose answers are not remembered.
   */
  async remember(
    context: RequestContext & UnitHolder,
    subject: ConsentSubject,
    scope: readonly string[],
  ): Promise<void> {
    const { sub, client, resources, redirect_uri } = subject;
    if (sub === undefined || resources.length === 0 || !isRemembered(client, redirect_uri, this.options)) return;
    const before = new Map((await this.rowsOf(subject, { all: true })).map((row) => [row.resource, row]));
    const rows = resources.map((resource): Consent => {
      const known = before.get(resource);
      return {
        sub,
        client_id: client.client_id,
        resource,
        redirect_host: placeOf(redirect_uri),
        scopes: [...new Set([...(known?.scopes ?? []), ...scope])],
        fingerprint: fingerprintOf(client),
        created_at: known?.created_at ?? context.at,
        last_used_at: context.at,
      };
    });
    await this.units.run(context, (unit) => {
      unit.addStep((manager) => this.consents.put(manager, rows));
    });
  }

  /** Whether the user has allowed anything that is remembered. */
  remembersAny(sub: string): Promise<boolean> {
    return this.consents.hasAny(sub);
  }

  /** Forgets all answers of a user or about a client, and gives how many there were. */
  forget(which: { readonly sub?: string; readonly client_id?: string }): Promise<number> {
    return this.consents.forget(which);
  }

  /**
   * What is remembered for each of the resources; with `all`, also of some of them alone. Nothing if the client has changed
   * since in what users see of it.
   */
  private async rowsOf(
    { sub, client, resources, redirect_uri }: ConsentSubject,
    { all = false } = {},
  ): Promise<readonly Consent[]> {
    if (sub === undefined || !isRemembered(client, redirect_uri, this.options)) return [];
    const key = { sub, client_id: client.client_id, redirect_host: placeOf(redirect_uri) };
    const fingerprint = fingerprintOf(client);
    const rows = (await this.consents.find(key, resources)).filter((row) => row.fingerprint === fingerprint);
    return all || rows.length === new Set(resources).size ? rows : [];
  }

  private async noteUse({ redirect_uri }: ConsentSubject, rows: readonly Consent[]): Promise<void> {
    const now = new Date();
    const [first] = rows;
    if (!first || rows.every(({ last_used_at }) => now.getTime() - last_used_at.getTime() < DAY_MS)) return;
    const { sub, client_id } = first;
    const resources = rows.map(({ resource }) => resource);
    await this.consents.use({ sub, client_id, redirect_host: placeOf(redirect_uri) }, resources, now);
  }
}

/** The host and the port of a redirect URI, or its private-use scheme. */
const placeOf = (redirect_uri: string): string => {
  const { host, port } = redirectViewOf(redirect_uri);
  return port === undefined ? host : `${host}:${port}`;
};
