import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { isShallow } from '../../../core/json/json';
import { bodyBytes } from '../body-bytes';
import { httpPlugin } from '../http-plugin';
import { jsonFault } from '../json-fault';
import { MEDIA_TYPES } from '../media-types';
import { readForm } from '../read-form';
import type { RequestBody } from '../request-body';

const MAX_DEPTH = 32;
/** The media types that are read as JSON. */
const JSON_KINDS = ['json', 'merge-patch'] as const;
const [FORM] = MEDIA_TYPES.form;
/** The Content-Type of the documented token request, which is not a media type. */
const LITERAL_FORM = 'x-www-form-urlencoded';

/** `type/subtype`, with or without parameters. Fastify itself refuses any other value, before authorization. */
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/;
const UNKNOWN = 'application/octet-stream';

/**
 * Replaces the parsers of Fastify by parsers that never refuse a body. They record its kind as a {@link RequestBody}.
 */
export const bodyParsers = httpPlugin({ name: 'body-parsers' }, (fastify) => {
  const parseJson = fastify.getDefaultJsonParser('remove', 'remove');
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRequest', ({ raw: { headers } }, _reply, next) => {
    const given = headers['content-type']?.trim();
    if (given?.toLowerCase() === LITERAL_FORM) headers['content-type'] = FORM;
    else if (given !== undefined && !MEDIA_TYPE.test(given)) headers['content-type'] = UNKNOWN;
    next();
  });
  const read = (types: readonly string[], parse: (text: string, request: FastifyRequest) => RequestBody): void => {
    fastify.addContentTypeParser([...types], async (request: FastifyRequest, payload: IncomingMessage) => {
      const bytes = await bodyBytes(payload);
      return isUtf8(bytes) ? parse(bytes.toString('utf8'), request) : malformed('is not UTF-8');
    });
  };
  for (const is of JSON_KINDS)
    read(MEDIA_TYPES[is], (text, request) => {
      let body: RequestBody | undefined;
      void parseJson(request, text, (error, value) => {
        if (!error) body = json(is, value, text);
      });
      return body ?? malformed(jsonFault(text, MAX_DEPTH));
    });
  read(MEDIA_TYPES.yaml, (text) => ({ is: 'yaml', text }));
  read(MEDIA_TYPES.form, (text) => ({ is: 'form', form: readForm(text), text }));
  read(MEDIA_TYPES.jwt, (text) => ({ is: 'jwt', token: text.trim() }));
  fastify.addContentTypeParser('*', async (_request: FastifyRequest, payload: IncomingMessage) => {
    await bodyBytes(payload);
    return { is: 'foreign' } satisfies RequestBody;
  });
});

const malformed = (why: string): RequestBody => ({ is: 'malformed', why });

const json = (is: 'json' | 'merge-patch', value: unknown, text: string): RequestBody =>
  isShallow(value, MAX_DEPTH) ? { is, value, text } : malformed(`is nested deeper than ${MAX_DEPTH} levels`);
