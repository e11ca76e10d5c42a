import { CLIENT_DOCUMENT_SCHEMAS } from './client-document-schemas';
import { CREDENTIAL_SCHEMAS } from './credential-schemas';
import { POLICY_SCHEMAS } from './policy-schemas';
import { USER_SCHEMAS } from './user-schemas';
import { WEBHOOK_SCHEMAS } from './webhook-schemas';
import type { SchemaObject } from './document-types';

const text = (description: string): SchemaObject => ({ type: 'string', description });
const moment = (description: string): SchemaObject => ({ type: 'string', format: 'date-time', description });

/** What an administrator sees of a client. */
const ADMINISTERED_CLIENT: SchemaObject = {
  type: 'object',
  description: 'A client as administrators see it, without its credentials.',
  required: ['client_id', 'status', 'origin', 'policies', 'created_at', 'updated_at', 'last_used_at', 'metadata'],
  additionalProperties: true,
  properties: {
    client_id: text('The identifier of the client.'),
    status: { type: 'string', enum: ['active', 'pending', 'rejected', 'disabled'], description: 'Its status.' },
    status_since: moment('When it got the status, if that was after its registration.'),
    status_reason: text('Why, in the words that the client reads.'),
    origin: text('registration, registrar, or environment.'),
    policies: { type: 'array', items: { type: 'object' }, description: 'The policies that admitted it.' },
    initial_access_token: text('The id of the initial access token that registered it.'),
    registrar: text('The client_id of the registrar that registered it.'),
    lineage: { type: 'object', description: 'What else brought it: address, User-Agent, software statement.' },
    consent_disabled_at: moment(
      'When an operator decided that users are not asked for consent; absent while they are.',
    ),
    created_at: moment('When it was registered.'),
    updated_at: moment('When it was changed last.'),
    last_used_at: text('When it was used last, to within an hour, or never.'),
    metadata: { type: 'object', additionalProperties: true, description: 'Its metadata.' },
  },
};

const COUNTS: SchemaObject = {
  type: 'object',
  description: 'By value how often; further values are counted as (others).',
  additionalProperties: { type: 'integer' },
};

/** One action for many clients. */
const JOB: SchemaObject = {
  type: 'object',
  required: ['id', 'action', 'dry_run', 'status', 'done', 'refused', 'failures', 'created_by', 'created_at'],
  properties: {
    id: text('The id of the job. The events of its clients have it as request_id.'),
    action: text('What it does to each client.'),
    dry_run: { type: 'boolean', description: 'Whether it only counts.' },
    status: { type: 'string', enum: ['running', 'stopping', 'stopped', 'finished'], description: 'Its status.' },
    reason: text('Why, in the words that the clients read.'),
    filter: { type: 'object', additionalProperties: { type: 'string' }, description: 'The filter of its clients.' },
    clients: { type: 'integer', description: 'How many identifiers it has, if it has no filter.' },
    done: { type: 'integer', description: 'How many clients were changed, or would be.' },
    refused: { type: 'integer', description: 'For how many the action was refused, or would be.' },
    failures: {
      type: 'array',
      description: 'The first 100 of those.',
      items: {
        type: 'object',
        required: ['client_id', 'error_description'],
        properties: { client_id: text('The client.'), error_description: text('Why.') },
      },
    },
    created_by: { type: 'object', additionalProperties: true, description: 'The administrator, as events name it.' },
    created_at: moment('When it was made.'),
    ended_at: moment('When it ended.'),
  },
};

/** The schemas of the administration API. */
export const ADMINISTRATION_SCHEMAS = {
  ...CLIENT_DOCUMENT_SCHEMAS,
  ...CREDENTIAL_SCHEMAS,
  ...POLICY_SCHEMAS,
  ...USER_SCHEMAS,
  ...WEBHOOK_SCHEMAS,
  StatusReason: {
    type: 'object',
    properties: { reason: text('Why: 1 to 500 characters of one line. The client reads it; a rejection needs it.') },
  },
  AdministeredClient: ADMINISTERED_CLIENT,
  AdministeredClients: {
    type: 'object',
    required: ['clients'],
    properties: { clients: { type: 'array', items: { $ref: '#/components/schemas/AdministeredClient' } } },
  },
  Job: JOB,
  Jobs: {
    type: 'object',
    required: ['jobs'],
    properties: { jobs: { type: 'array', items: { $ref: '#/components/schemas/Job' } } },
  },
  Statistics: {
    type: 'object',
    required: ['clients', 'hours'],
    properties: {
      clients: {
        type: 'object',
        description:
          'How many clients there are, by status, grant_type, software_id, policy and registrar: 100 values of each.',
        additionalProperties: COUNTS,
      },
      hours: {
        type: 'array',
        description: 'The hours in which something happened, the oldest first.',
        items: {
          type: 'object',
          required: ['hour'],
          properties: {
            hour: moment('When it began.'),
            registrations: COUNTS,
            status: COUNTS,
            grant_type: COUNTS,
            software_id: COUNTS,
            registrar: COUNTS,
            deletions: COUNTS,
            refusals: COUNTS,
          },
          additionalProperties: false,
        },
      },
    },
  },
  RotatedSecret: {
    type: 'object',
    required: ['client_id', 'client_secret', 'client_secret_expires_at'],
    properties: {
      client_id: text('The identifier of the client.'),
      client_secret: text('The new secret.'),
      client_secret_expires_at: { type: 'integer', description: 'When it expires, in seconds since 1970; 0 if never.' },
    },
  },
  Events: {
    type: 'object',
    required: ['events'],
    properties: {
      events: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'at', 'type', 'actor', 'data'],
          additionalProperties: true,
          properties: {
            id: text('A UUID version 7.'),
            at: moment('When it happened.'),
            type: text('Such as client.registered.'),
            actor: { type: 'object', additionalProperties: true, description: 'On whose behalf it happened.' },
            data: { type: 'object', additionalProperties: true, description: 'What happened.' },
          },
        },
      },
    },
  },
} satisfies Record<string, SchemaObject>;
