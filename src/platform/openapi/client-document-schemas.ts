import type { SchemaObject } from './document-types';

const text = (description: string): SchemaObject => ({ type: 'string', description });
const moment = (description: string): SchemaObject => ({ type: 'string', format: 'date-time', description });

const DOCUMENT: SchemaObject = {
  type: 'object',
  description: 'A client id metadata document as administrators see it.',
  required: ['client_id', 'host', 'status', 'host_is_permitted', 'policies', 'created_at', 'last_used_at'],
  properties: {
    client_id: text('The address of the document, which is the identifier of its client.'),
    host: text('The host of the address, with its port if that is not 443.'),
    status: {
      type: 'string',
      enum: ['active', 'pending', 'disabled'],
      description: 'What holds for the document itself.',
    },
    reason: text('Why it was disabled.'),
    consent_disabled_at: moment(
      'When an operator decided that users are not asked for consent; absent while they are.',
    ),
    host_is_permitted: { type: 'boolean', description: 'Whether CIMD_HOSTS permits its host.' },
    metadata: {
      type: 'object',
      additionalProperties: true,
      description: 'What is used of it; absent before it was read.',
    },
    policies: { type: 'array', items: { type: 'object' }, description: 'The policies that admitted it.' },
    failure: text('What was wrong at the last request: unreachable, or the fault of the document.'),
    fetched_at: moment('When the stored state was read.'),
    fresh_until: moment('Until then it is not requested again.'),
    usable_until: moment('Until then the stored state is used if there is no newer one.'),
    created_at: moment('When it was read or disabled for the first time.'),
    last_used_at: moment('When it was used last, to within ten minutes.'),
  },
};

/** The schemas of client id metadata documents. */
export const CLIENT_DOCUMENT_SCHEMAS = {
  ClientDocument: DOCUMENT,
  ClientDocuments: {
    type: 'object',
    required: ['client_documents'],
    properties: { client_documents: { type: 'array', items: { $ref: '#/components/schemas/ClientDocument' } } },
  },
  ClientDocumentHosts: {
    type: 'object',
    required: ['hosts'],
    properties: {
      hosts: {
        type: 'array',
        items: {
          type: 'object',
          required: ['host', 'disabled_at'],
          properties: {
            host: text('The host, with its port if that is not 443.'),
            reason: text('Why it was disabled.'),
            disabled_at: moment('When it was disabled.'),
          },
        },
      },
    },
  },
} satisfies Record<string, SchemaObject>;
