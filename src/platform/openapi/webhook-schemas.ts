import type { SchemaObject } from './document-types';

const text = (description: string): SchemaObject => ({ type: 'string', description });
const moment = (description: string): SchemaObject => ({ type: 'string', format: 'date-time', description });
const count = (description: string): SchemaObject => ({ type: 'integer', minimum: 0, description });
const texts = (description: string): SchemaObject => ({ type: 'array', items: { type: 'string' }, description });

const WEBHOOK = {
  type: 'object',
  description: 'A webhook as administrators see it, without its secret.',
  required: ['id', 'status', 'since', 'url', 'label', 'types', 'registrars', 'policies', 'created_at', 'created_by'],
  properties: {
    id: text('A UUID version 7.'),
    status: { type: 'string', enum: ['active', 'failing', 'paused'], description: 'Whether events are delivered.' },
    reason: text('Why it is not active.'),
    since: moment('When it got the status.'),
    held_until: moment('Until then nothing is sent: the receiver asked for that by Retry-After.'),
    url: text('Where events are sent.'),
    label: text('The note of the operator.'),
    types: texts('The types of events that it gets; all if empty.'),
    registrars: texts('The registrars of whose clients it gets events; all if empty.'),
    policies: texts('The policies of whose clients it gets events; all if empty.'),
    created_at: moment('When it was made.'),
    created_by: { type: 'object', additionalProperties: true, description: 'On whose behalf it was made.' },
    secrets: { type: 'array', items: { type: 'object' }, description: 'When each of its secrets ends.' },
    next_position: count('The position of the next entry of the log that is read for it.'),
    behind: count('How many entries of the log were not read for it yet.'),
    pending: count('How many messages wait for their delivery.'),
    dead_letters: count('How many messages were given up.'),
  },
} satisfies SchemaObject;

const SECRET = text('The secret of Standard Webhooks that signs its messages.');

/** The schemas of webhooks. */
export const WEBHOOK_SCHEMAS = {
  Webhook: WEBHOOK,
  Webhooks: {
    type: 'object',
    required: ['webhooks'],
    properties: { webhooks: { type: 'array', items: { $ref: '#/components/schemas/Webhook' } } },
  },
  NewWebhook: {
    ...WEBHOOK,
    description: 'A new webhook. Its secret is in this response only.',
    required: ['secret', ...WEBHOOK.required],
    properties: { secret: SECRET, ...WEBHOOK.properties },
  },
  WebhookSecret: {
    type: 'object',
    required: ['id', 'secret'],
    properties: { id: text('The id of the webhook.'), secret: SECRET },
  },
  WebhookTrial: {
    type: 'object',
    required: ['id', 'result', 'reason'],
    properties: {
      id: text('The id of the webhook.'),
      result: text('delivered, or what became of the message.'),
      reason: text('The status that the receiver returned, or why there was none.'),
    },
  },
  DeadLetters: {
    type: 'object',
    required: ['dead_letters'],
    properties: {
      dead_letters: {
        type: 'array',
        items: {
          type: 'object',
          required: ['message_id', 'type', 'attempts'],
          additionalProperties: true,
          properties: {
            message_id: text('The id of the message, which is that of its event.'),
            type: text('The type of the event.'),
            attempts: count('How often it was sent.'),
            dead_at: moment('When it was given up.'),
            last_error: text('Why the last attempt failed.'),
          },
        },
      },
    },
  },
  WebhookReplay: {
    type: 'object',
    required: ['id', 'events'],
    properties: { id: text('The id of the webhook.'), events: count('How many events are delivered again.') },
  },
} satisfies Record<string, SchemaObject>;
