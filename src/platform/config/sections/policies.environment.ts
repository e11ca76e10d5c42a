import type { WebhookKey } from '../../../core/standard-webhooks/webhook-key';
import { integer, text } from '../kinds/basic';
import { webhookKeys } from '../kinds/keys';
import { policyName } from '../kinds/policy-name';
import { Section, Variable } from '../variable';

@Section('Policies')
export class PoliciesEnvironment {
  @Variable(
    'The path of a document of policies in YAML or JSON, which the server applies at its start and on SIGHUP; see docs/GOVERNANCE.md.',
    { is: text(), default: '' },
  )
  readonly POLICY_FILE!: string;

  @Variable(
    'The policy of registrations without a token, and of later updates of these clients. default-open: no client_credentials, and a secret only for clients that ask for one; none: no policy.',
    { is: policyName(), default: 'default-open' },
  )
  readonly OPEN_REGISTRATION_POLICY!: string;

  @Variable(
    'The policy of registrations with an initial access token or with the scope register, and of later updates of these clients; none: no policy.',
    { is: policyName(), default: 'none' },
  )
  readonly PROTECTED_REGISTRATION_POLICY!: string;

  @Variable(
    'The secrets that sign the requests to the decision_url of a policy, as Standard Webhooks specifies; each request has a signature by each of them.',
    { is: webhookKeys(), default: [], secret: true },
  )
  readonly DECISION_SECRETS!: WebhookKey[];

  @Variable(
    'How long the service at a decision_url may take to respond, in seconds; after that the response to the registration is 503.',
    {
      is: integer(1, 10),
      default: 3,
    },
  )
  readonly DECISION_TIMEOUT!: number;

  @Variable(
    'The seconds between two sweeps, which delete clients that were not used for the time that their policies set; 0: only the command clientele sweep deletes them.',
    { is: integer(0, 2_592_000), default: 86_400 },
  )
  readonly SWEEP_INTERVAL!: number;
}
