import { CREDENTIAL_SCHEMAS } from './credential-schemas';
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
    created_at: moment('When it was registered.'),
    updated_at: moment('When it was changed last.'),
    last_used_at: text('When it was used last, to within an hour, or never.'),
    metadata: { type: 'object', additionalProperties: true, description: 'Its metadata.' },
  },
};

/** The schemas of the administration API. */
export const ADMINISTRATION_SCHEMAS = {
  ...CREDENTIAL_SCHEMAS,
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
