import { hosts } from '../kinds/addresses';
import { integer } from '../kinds/basic';
import { certificates } from '../kinds/keys';
import { Section, Variable } from '../variable';

@Section('Outgoing requests')
export class OutboundEnvironment {
  @Variable('Hosts from which documents are fetched even if their addresses are private, as HOST or HOST:PORT.', {
    is: hosts(),
    default: [],
  })
  readonly FETCH_ALLOW_PRIVATE_HOSTS!: string[];

  @Variable('A file of PEM certificates to trust for outgoing requests, besides those that Node trusts.', {
    is: certificates(),
  })
  readonly FETCH_CA?: string;

  @Variable('How long a webhook may take to answer, in seconds; then the delivery is tried again later.', {
    is: integer(1, 10),
    default: 10,
  })
  readonly WEBHOOK_TIMEOUT!: number;
}
