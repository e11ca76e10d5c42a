import { InvalidRequest } from '../../../core/errors/errors';
import { rule } from '../../../core/validation/rule.decorator';
import { JsonMember, type JsonMemberOptions } from '../../../platform/http/json-member.decorator';
import type { LogBound } from '../../../webhooks/replay.service';
import { words } from '../bodies/member-rules';
import { isMoment } from '../../../core/moment';

const LONGEST_ID = 255;

const bound: JsonMemberOptions = {
  rules: [
    rule<unknown>(
      'be a position of the log, or a moment of RFC 3339',
      (value) =>
        (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) ||
        (typeof value === 'string' && isMoment(value)),
      { remedy: 'use 2026-01-31T12:00:00Z' },
    ),
  ],
  schema: {
    oneOf: [
      { type: 'integer', minimum: 0 },
      { type: 'string', format: 'date-time' },
    ],
  },
};

/** Which events a webhook gets again: one, or a part of the log. */
export class Replay {
  @JsonMember('The id of one event, whatever the filter of the webhook says.', {
    rules: [words(LONGEST_ID, 'use the id of an event')],
    schema: { type: 'string', maxLength: LONGEST_ID },
  })
  readonly event?: string;

  @JsonMember('The first position, or the moment, from which on events are delivered again.', bound)
  readonly from?: number | string;

  @JsonMember('The position or the moment before which it ends; now if it is left out.', bound)
  readonly to?: number | string;
}

/** The refusal of a replay of neither one event nor a range. */
export const eventOrRange = (): InvalidRequest =>
  new InvalidRequest('the body must have either event, or from with or without to; send one of the two');

/** A position or a moment of a body. */
export const boundOf = (value: number | string): LogBound => (typeof value === 'number' ? value : new Date(value));
