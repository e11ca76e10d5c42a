/** Client metadata, and what the server says of them. */
export type Members = Readonly<Record<string, unknown>>;

/** What is used of an answer to a registration. */
export interface Registered extends Members {
  readonly client_id: string;
  readonly client_secret: string;
}

/** Registers by a plain request, for programs that are given a client_id and do not register themselves. */
export const register = async (
  origin: string,
  metadata: Members,
  headers: Readonly<Record<string, string>> = {},
): Promise<Registered> => {
  const response = await fetch(`${origin}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(metadata),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`answered ${response.status}: ${text}`);
  return JSON.parse(text) as Registered;
};
