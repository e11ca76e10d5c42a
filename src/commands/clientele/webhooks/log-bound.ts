import type { LogBound } from '../../../webhooks/replay.service';
import { WrongCall } from '../exit-codes';
import { isDayOrMoment } from '../../../core/moment';

const POSITION = /^\d{1,15}$/;

/** A position of the log, or a moment of ISO 8601. Throws {@link WrongCall} for another text; `option` is for its sentence. */
export const logBoundOf = (option: string, text: string): LogBound => {
  if (POSITION.test(text)) return Number(text);
  if (isDayOrMoment(text)) return new Date(text);
  throw new WrongCall(`${option} must be a position of the log or a moment; write 2026-01-31T12:00:00Z`);
};
