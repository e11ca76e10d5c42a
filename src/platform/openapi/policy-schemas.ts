import type { SchemaObject } from './document-types';

const text = (description: string): SchemaObject => ({ type: 'string', description });
const moment = (description: string): SchemaObject => ({ type: 'string', format: 'date-time', description });
const count = (description: string): SchemaObject => ({ type: 'integer', minimum: 0, description });
const object = (description: string): SchemaObject => ({ type: 'object', additionalProperties: true, description });
const listOf = (properties: Record<string, SchemaObject>): SchemaObject => ({
  type: 'array',
  items: { type: 'object', properties },
});

const NAME = text('The name of the policy.');
const VERSION = { type: 'integer', minimum: 1, description: 'The number of the version.' } satisfies SchemaObject;
const CREATED = moment('When the version was added.');

/** The schemas of policies. */
export const POLICY_SCHEMAS = {
  PolicyDocument: {
    type: 'object',
    description: 'Policies by their names: see docs/GOVERNANCE.md.',
    required: ['policies'],
    properties: { policies: object('A policy for each name.') },
  },
  ExplainedMetadata: object('The body of a registration.'),
  Policies: {
    type: 'object',
    required: ['policies'],
    properties: { policies: listOf({ name: NAME, version: VERSION, created_at: CREATED }) },
  },
  Policy: {
    type: 'object',
    description: 'A version of a policy. The rules beside its metadata policy are further members.',
    required: ['name', 'version', 'created_at', 'metadata_policy'],
    additionalProperties: true,
    properties: {
      name: NAME,
      version: VERSION,
      created_at: CREATED,
      metadata_policy: object('The operators by member (OpenID Federation 1.0 section 6.1).'),
    },
  },
  PolicyVersions: {
    type: 'object',
    required: ['versions'],
    properties: { versions: listOf({ version: VERSION, created_at: CREATED }) },
  },
  AppliedPolicies: {
    type: 'object',
    required: ['policies', 'warnings'],
    properties: {
      policies: listOf({
        name: NAME,
        version: VERSION,
        is_new: { type: 'boolean', description: 'Whether the document made the version.' },
      }),
      warnings: { type: 'array', items: { type: 'string' }, description: 'Registrations that it makes impossible.' },
    },
  },
  PolicyDifferences: {
    type: 'object',
    required: ['policies'],
    properties: {
      policies: listOf({
        name: NAME,
        version: VERSION,
        changes: listOf({ path: text('The place in the policy.'), before: {}, after: {} }),
        is_new: { type: 'boolean', description: 'Whether a version would be added.' },
      }),
    },
  },
  PolicyAttachments: {
    type: 'object',
    required: ['attachments'],
    properties: { attachments: { type: 'array', items: { type: 'string' }, description: 'In words.' } },
  },
  PolicyExplanation: {
    type: 'object',
    required: ['name', 'version', 'is_refused', 'steps', 'faults', 'rules'],
    properties: {
      name: NAME,
      version: VERSION,
      is_refused: { type: 'boolean', description: 'Whether the registration would be refused.' },
      steps: { type: 'array', items: object('A member, an operator, and the value before and after it.') },
      metadata: object('The result.'),
      faults: { type: 'array', items: object('A member, the rule that it breaks, and the remedy.') },
      rules: object('The rules that hold for the registration.'),
    },
  },
  PolicyTrial: {
    type: 'object',
    required: ['clients', 'read', 'tried'],
    properties: {
      clients: { type: 'array', items: object('A client_id, reasons of a refusal, and changes of members.') },
      read: count('How many registered clients this page read.'),
      tried: count('How many of them have the policy.'),
    },
  },
} satisfies Record<string, SchemaObject>;
