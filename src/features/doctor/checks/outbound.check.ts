import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment';
import { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import { pingRedis } from '../../../platform/rate-limits/ping-redis';
import { type Check, Examines } from '../check';
import { type Finding, ok, reasonOf, warning } from '../finding';

const KEY_SET_BYTES = 64 * 1024;

/** Whether the services and files that the settings name can be reached: key sets of issuers, Redis, `POLICY_FILE`. */
@Injectable()
@Examines({ name: 'outbound' })
export class OutboundCheck implements Check {
  constructor(
    private readonly environment: Environment,
    private readonly outbound: OutboundHttpService,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const { POLICY_FILE, REDIS_URL } = this.environment;
    return Promise.all([
      ...this.keySets().map((url) => this.reached(`the key set at ${url}`, () => this.keySet(url))),
      ...(REDIS_URL === '' ? [] : [this.reached('the Redis of REDIS_URL', () => pingRedis(REDIS_URL))]),
      ...(POLICY_FILE === '' ? [] : [this.reached(`POLICY_FILE ${POLICY_FILE}`, () => readFile(POLICY_FILE))]),
    ]);
  }

  private keySets(): readonly string[] {
    const { SOFTWARE_STATEMENT_ISSUERS, JWKS_URI } = this.environment;
    const ofIssuers = SOFTWARE_STATEMENT_ISSUERS.flatMap(({ jwks_uri }) => jwks_uri ?? []);
    return [...new Set([...ofIssuers, ...(JWKS_URI === undefined ? [] : [JWKS_URI])])];
  }

  /** As the server fetches it. */
  private keySet(url: string): Promise<unknown> {
    return this.outbound.getJson(url, { purpose: 'statement issuers', limitBytes: KEY_SET_BYTES, anyMediaType: true });
  }

  private async reached(what: string, attempt: () => Promise<unknown>): Promise<Finding> {
    try {
      await attempt();
      return ok(`${what} is reached`);
    } catch (error) {
      return warning(`${what} is not reached: ${reasonOf(error)}`, 'correct the setting, or look at the service');
    }
  }
}
