import { Injectable } from '@nestjs/common';
import { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import { type Check, Examines } from '../check';
import { ExaminedDatabase } from '../examined-database';
import { type Finding, note, ok, reasonOf, warning } from '../finding';

/** So many receivers are reached. */
const MOST = 100;
const TIMEOUT_MS = 3000;

/** Whether this machine reaches the receivers of webhooks, as deliveries do. No event is sent. */
@Injectable()
@Examines({ name: 'receivers', needs: 'schema' })
export class ReceiversCheck implements Check {
  constructor(
    private readonly database: ExaminedDatabase,
    private readonly outbound: OutboundHttpService,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const text = `SELECT DISTINCT url FROM webhooks WHERE status <> 'paused' ORDER BY url LIMIT ${MOST + 1}`;
    const urls = (await this.database.rows<{ url: string }>(text)).map(({ url }) => url);
    const hosts = [...new Set(urls.slice(0, MOST).map((url) => new URL(url).origin))];
    const findings = await Promise.all(hosts.map((origin) => this.reach(origin)));
    return urls.length > MOST ? [...findings, note(`only the first ${MOST} receivers are reached`)] : findings;
  }

  private async reach(origin: string): Promise<Finding> {
    try {
      await this.outbound.handshake(origin, 'webhooks', TIMEOUT_MS);
      return ok(`${origin} has a TLS connection`);
    } catch (error) {
      const remedy = 'look at the name, the address and the certificate of the receiver, FETCH_CA and the firewall';
      return warning(`${origin} is not reached: ${reasonOf(error)}`, remedy);
    }
  }
}
