/** The members of an answer. Throws unless it is an object with the expected status. */
export const json = async (answer: Promise<Response>, expected = 200): Promise<Readonly<Record<string, unknown>>> => {
  const response = await answer;
  const text = await response.text();
  if (response.status !== expected) throw new Error(`answered ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Record<string, unknown>;
};
