const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const DAY_OR_MINUTE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(Z|[+-]\d{2}:\d{2}))?$/;

const isDate = (text: string): boolean => !Number.isNaN(Date.parse(text));

/** Whether a text is a moment of RFC 3339. */
export const isMoment = (text: string): boolean => MOMENT.test(text) && isDate(text);

/** Whether a text is a moment of RFC 3339, or a day or minute of ISO 8601. A day begins in UTC. */
export const isDayOrMoment = (text: string): boolean => (MOMENT.test(text) || DAY_OR_MINUTE.test(text)) && isDate(text);
