interface Closable {
  close(): Promise<void>;
}

const opened = new Set<Closable>();

/** Remembers what a test file opened, so that a failing test leaves nothing running. */
export const keepTrack = <Opened extends Closable>(it: Opened): Opened => {
  opened.add(it);
  return it;
};

afterAll(async () => {
  for (const it of opened) await it.close();
  opened.clear(); // something may keep this module for the next files
});
