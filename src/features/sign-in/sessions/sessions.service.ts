import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from '../../../core/request-context';
import { EventLogService } from '../../../event-log/event-log.service';
import type { SessionEnd } from '../../../event-log/event-types';
import { TransactionsService } from '../../../platform/database/transactions.service';
import { UnitsOfWorkService } from '../../../platform/database/units-of-work.service';
import { KeyRing } from '../../../platform/secrets/key-ring';
import { SecretVaultService } from '../../../platform/secrets/secret-vault.service';
import { SignInOptions } from '../../../users/sign-in-options';
import type { UpstreamIdentity } from '../../../users/upstream-identity';
import type { User } from '../../../users/user.entity';
import { UsersService } from '../../../users/users.service';
import { BrowserSession } from './browser-session.entity';
import { BrowserSessionRepository, type EndedSession, type SessionOwner } from './browser-session.repository';
import { cookieOf, expireCookie, setCookie } from './cookies';

const COOKIE = 'session';
/** How exactly the last use of a session is recorded. */
const TOUCHED_EVERY_MS = 60_000;

/**
 * The sessions of people in their browsers. A session saves the person the way to the upstream, and nothing else: each
 * authorization is decided for itself, and no interface accepts the cookie.
 */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: BrowserSessionRepository,
    private readonly options: SignInOptions,
    private readonly users: UsersService,
    private readonly ring: KeyRing,
    private readonly vault: SecretVaultService,
    private readonly units: UnitsOfWorkService,
    private readonly transactions: TransactionsService,
    private readonly log: EventLogService,
  ) {}

  /** The session of the browser that sent a request: one that is alive, of a person who exists and is enabled. */
  async find({ issuer, at }: RequestContext, request: FastifyRequest): Promise<BrowserSession | undefined> {
    const value = this.options.sessionSeconds === 0 ? undefined : cookieOf(request, issuer, COOKIE);
    if (value === undefined) return undefined;
    const session = await this.sessions.find(this.ring.allHashesOf(value));
    if (!session || !this.isAlive(session, at)) return undefined;
    const user = await this.users.find(session.sub);
    if (!user || user.disabled_at !== null) return undefined;
    if (at.getTime() - session.last_used_at.getTime() >= TOUCHED_EVERY_MS) await this.sessions.touch(session.hash, at);
    return session;
  }

  /**
   * Starts a session for a person who has just signed in. Its identifier is new, and the session that the browser had ends: a
   * cookie that somebody planted before is worth nothing. Without sessions (`SIGN_IN_SESSION=0`), nothing is stored.
   */
  async start(
    context: RequestContext,
    reply: FastifyReply,
    user: User,
    identity: UpstreamIdentity,
  ): Promise<BrowserSession> {
    const { at, issuer } = context;
    const value = this.vault.generate();
    const session = this.sessionOf(value, user, identity, at);
    const isKept = this.options.sessionSeconds > 0;
    const previous = cookieOf(reply.request, issuer, COOKIE);
    await this.units.run(context, (unit) => {
      if (isKept) this.sessions.insert(unit, session);
      if (previous !== undefined) this.sessions.remove(unit, this.ring.allHashesOf(previous));
      const data = { sub: user.sub, upstream: user.upstream, ...(identity.acr !== undefined && { acr: identity.acr }) };
      this.log.addTo(unit, context, { type: 'sign_in.succeeded', data });
    });
    if (isKept) setCookie(reply, issuer, COOKIE, value);
    return session;
  }

  /** Ends one session, as its user wants. */
  async end(context: RequestContext, reply: FastifyReply, { hash, sub }: BrowserSession): Promise<void> {
    await this.units.run(context, (unit) => {
      this.sessions.remove(unit, [hash]);
      this.log.addTo(unit, context, { type: 'session.ended', data: { sub, sessions: 1, by: 'user' } });
    });
    expireCookie(reply, context.issuer, COOKIE);
  }

  /** Ends all sessions of a person; gives those that there were. */
  endOfUser(context: RequestContext, sub: string, by: SessionEnd): Promise<readonly EndedSession[]> {
    return this.endAll(context, { sub }, by);
  }

  /**
   * Ends the sessions that an upstream signed out: those of its session `sid`, or all of the person. Gives those that there
   * were.
   */
  endOfUpstream(
    context: RequestContext,
    upstream: string,
    { sub, sid }: { readonly sub?: string | undefined; readonly sid?: string | undefined },
  ): Promise<readonly EndedSession[]> {
    const owner = { upstream, ...(sub !== undefined && { sub }), ...(sid !== undefined && { upstream_sid: sid }) };
    return this.endAll(context, owner, 'upstream');
  }

  private endAll(context: RequestContext, owner: SessionOwner, by: SessionEnd): Promise<readonly EndedSession[]> {
    return this.transactions.run(async (manager) => {
      const ended = await this.sessions.end(manager, owner);
      for (const sub of new Set(ended.map((session) => session.sub))) {
        const sessions = ended.filter((session) => session.sub === sub).length;
        await this.log.addWithin(manager, context, { type: 'session.ended', data: { sub, sessions, by } });
      }
      return ended;
    });
  }

  private sessionOf(value: string, user: User, identity: UpstreamIdentity, at: Date): BrowserSession {
    const { auth_time, acr, amr, sid } = identity;
    return Object.assign(new BrowserSession(), {
      hash: this.ring.hash(value),
      sub: user.sub,
      upstream: user.upstream,
      upstream_sid: sid ?? null,
      auth_time: auth_time === undefined ? at : new Date(auth_time * 1000),
      acr: acr ?? null,
      amr: amr ?? null,
      created_at: at,
      last_used_at: at,
      expires_at: new Date(at.getTime() + this.options.sessionSeconds * 1000),
    } satisfies BrowserSession);
  }

  private isAlive({ expires_at, last_used_at }: BrowserSession, at: Date): boolean {
    const idleMs = this.options.idleSeconds * 1000;
    return expires_at.getTime() > at.getTime() && last_used_at.getTime() + idleMs > at.getTime();
  }
}
