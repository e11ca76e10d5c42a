/** What quotas take from the environment. */
export abstract class QuotaOptions {
  /** The `client_id` of the registrar of the environment. */
  abstract readonly registrar: string;
  /** Whether registrations with a token have a policy, which may have a quota. */
  abstract readonly hasPolicy: boolean;
}
