import type { LogBound } from '../../../webhooks/replay.service';
import { WrongCall } from '../exit-codes';

const POSITION = /^\d{1,15}$/;
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** A position of the log, or a moment of ISO 8601. Throws {@link WrongCall} for another text; `option` is for its sentence. */
export const logBoundOf = (option: string, text: string): LogBound => {
  if (POSITION.test(text)) return Number(text);
  const moment = new Date(MOMENT.test(text) ? text : Number.NaN);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new WrongCall(`${option} must be a position of the log or a moment; write 2026-01-31T12:00:00Z`);
};
