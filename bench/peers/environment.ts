/** A variable that the benchmark sets for every peer. */
export const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} must be set`);
  return value;
};

export const port = Number(variable('PORT'));
