import { Injectable } from '@nestjs/common';
import { type AccessRules, readAccessRules } from '../core/access-rules/access-rules';
import { denyingRule, type JudgedPerson, refusingRule } from '../core/access-rules/judge-access';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import type { Upstream } from '../platform/config/upstreams/upstream';
import { SignInOptions } from './sign-in-options';
import type { UpstreamIdentity } from './upstream-identity';
import type { User } from './user.entity';
import { UsersService } from './users.service';

/** Whether a person is let in; otherwise the rule that refuses, such as `allow.emails`, for the log. */
export type Judgement = { readonly allowed: true } | { readonly allowed: false; readonly rule: string };

/** A person who signed in and is let in, or the rule that refuses. */
type Admission =
  { readonly user: User; readonly rule?: undefined } | { readonly user?: undefined; readonly rule: string };

/**
 * Decides who is let in. The rules of the configuration and the claims of the last sign-in are compared each time, so that
 * a change holds for the next authorization, refresh and introspection.
 */
@Injectable()
export class AccessRulesService {
  private readonly ofResources: ReadonlyMap<string, AccessRules>;

  constructor(
    private readonly users: UsersService,
    private readonly options: SignInOptions,
    private readonly log: EventLogService,
  ) {
    const limited = [...options.resources].filter(([, { allow }]) => allow !== undefined);
    this.ofResources = new Map(limited.map(([identifier, { allow }]) => [identifier, readAccessRules(allow, [], [])]));
  }

  /**
   * Judges a person for these resources, in the spelling of the operator: by the rules of the upstream, and those of each
   * resource. Without resources, by those of the upstream alone.
   */
  judge(user: User, resources: readonly string[]): Judgement {
    const rule = this.refusingRule(user, resources);
    return rule === undefined ? { allowed: true } : { allowed: false, rule };
  }

  /**
   * Judges the person of an identity, who signed in at an upstream just now, for these resources. A person who is let in is
   * stored. A known person who is refused is stored too, because what the upstream says now holds for earlier grants as well.
   * Of anybody else who is refused nothing is stored, and the event names nobody.
   */
  async admit(context: RequestContext, identity: UpstreamIdentity, resources: readonly string[]): Promise<Admission> {
    const person = this.users.personOf(context, identity);
    const refusal = this.refusingRule(person, resources);
    if (refusal !== undefined) return this.refused(context, await this.users.signInKnown(person), person, refusal);
    const user = await this.users.signIn(person);
    // The operator may have disabled the person.
    const rule = this.refusingRule(user, resources);
    return rule === undefined ? { user } : this.refused(context, user, person, rule);
  }

  private async refused(
    context: RequestContext,
    known: User | undefined,
    { upstream }: User,
    rule: string,
  ): Promise<Admission> {
    await this.logRefusal(context, { upstream, ...(known && { sub: known.sub }) }, rule);
    return { rule };
  }

  /** Adds the event of a person who was not let in. It has no data of the person but the `sub`, if the person is known. */
  async logRefusal(
    context: RequestContext,
    { sub, upstream }: Pick<User, 'upstream'> & Partial<Pick<User, 'sub'>>,
    rule: string,
  ): Promise<void> {
    const data = { upstream, rule, ...(sub !== undefined && { sub }) };
    await this.log.append(context, { type: 'sign_in.refused', data });
  }

  private refusingRule(user: User, resources: readonly string[]): string | undefined {
    if (user.disabled_at !== null) return 'disabled';
    const upstream = this.options.upstreams.find(({ id }) => id === user.upstream);
    if (!upstream) return 'upstream';
    const person = this.personOf(user, upstream);
    return ofUpstream(upstream, person) ?? this.ofResource(upstream, person, resources);
  }

  private ofResource(upstream: Upstream, person: JudgedPerson, resources: readonly string[]): string | undefined {
    for (const identifier of resources) {
      const wanted = this.options.resources.get(identifier)?.upstream;
      if (wanted !== undefined && wanted !== upstream.id) return 'resource.upstream';
      const rules = this.ofResources.get(identifier);
      const rule = rules && refusingRule(rules, person);
      if (rule !== undefined) return `resource.allow.${rule}`;
    }
    return undefined;
  }

  private personOf(user: User, { emailVerifiedClaim }: Upstream): JudgedPerson {
    return { subject: user.upstream_subject, claims: this.users.claimsOf(user), emailVerifiedClaim };
  }
}

const ofUpstream = ({ allow, deny, tenants }: Upstream, person: JudgedPerson): string | undefined => {
  const denied = denyingRule(deny, person);
  if (denied !== undefined) return denied;
  if (tenants.length > 0 && refusingRule({ tenants }, person) !== undefined) return 'tenants';
  const rule = refusingRule(allow, person);
  return rule === undefined ? undefined : `allow.${rule}`;
};
