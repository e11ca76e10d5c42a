import { Injectable } from '@nestjs/common';
import { Environment } from '../../../platform/config/environment';
import { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import { type Check, Examines } from '../check';
import { type Finding, ok, reasonOf, warning } from '../finding';

const KEY_SET_BYTES = 64 * 1024;

/** Whether the key sets that the settings name can be reached. */
@Injectable()
@Examines({ name: 'outbound' })
export class OutboundCheck implements Check {
  constructor(
    private readonly environment: Environment,
    private readonly outbound: OutboundHttpService,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    return Promise.all(this.keySets().map((url) => this.reached(`the key set at ${url}`, () => this.keySet(url))));
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
