const NAME = /^[a-z][a-z0-9_-]{0,63}$/;

/** Whether a text can be the name of a policy. */
export const isPolicyName = (text: string): boolean => NAME.test(text);
