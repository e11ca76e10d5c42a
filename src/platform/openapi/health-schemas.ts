import type { SchemaObject } from './document-types';

const text = (description: string): SchemaObject => ({ type: 'string', description });
const words = (description: string): SchemaObject => ({ type: 'array', items: { type: 'string' }, description });

/** The answers of `/health`. */
export const HEALTH_SCHEMAS = {
  Health: {
    type: 'object',
    required: ['status'],
    additionalProperties: true,
    properties: { status: text('ok, or what is wrong.') },
  },
  Readiness: {
    type: 'object',
    required: ['status', 'details'],
    additionalProperties: true,
    properties: {
      status: text('ok: the server can be sent requests.'),
      details: {
        type: 'object',
        required: ['database'],
        additionalProperties: true,
        properties: {
          database: {
            type: 'object',
            required: ['status', 'writes'],
            properties: {
              status: text('up: the database answers.'),
              writes: {
                type: 'object',
                description: 'Whether the database takes writes, by the last ones of this process.',
                required: ['status'],
                properties: {
                  status: { type: 'string', enum: ['up', 'down'], description: 'down: it takes none.' },
                  reason: text('Why it takes none, as the database says.'),
                  since: { type: 'string', format: 'date-time', description: 'When that began.' },
                },
              },
            },
          },
        },
      },
    },
  },
  Arrival: {
    type: 'object',
    required: ['scheme', 'address', 'peer', 'forwarded', 'has_certificate_header'],
    properties: {
      scheme: text('http or https, as the server understood it.'),
      address: text('The address of the caller, as the server understood it.'),
      peer: text('The address that opened the connection.'),
      forwarded: words('The headers of proxies that arrived.'),
      has_certificate_header: { type: 'boolean', description: 'Whether a client certificate arrived in a header.' },
    },
  },
} satisfies Record<string, SchemaObject>;
