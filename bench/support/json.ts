/** The members of an answer. Throws when it is not an object, or not a success. */
export const json = async (answer: Promise<Response>): Promise<Readonly<Record<string, unknown>>> => {
  const response = await answer;
  const text = await response.text();
  if (!response.ok) throw new Error(`answered ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Record<string, unknown>;
};
