/** The summary of a client for people: a line for each value. */
export const linesOf = (summary: Readonly<Record<string, unknown>>): readonly string[] => {
  const { metadata, ...values } = summary;
  const members = Object.entries(metadata as object).map(([name, value]) => [`metadata.${name}`, value as unknown]);
  return [...Object.entries(values), ...members].map(([name, value]) => `${String(name)}: ${shown(value)}`);
};

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
