import { chunksOfFile } from './chunks-of-file';

/** What is longer is no client. */
export const MOST_BYTES_OF_CLIENT = 1024 * 1024;

const LINE_FEED = 0x0a;

/**
 * The lines of a file without their line feeds; `undefined` is a line that is too long, of which nothing is kept. Throws
 * what {@link chunksOfFile} throws.
 */
export async function* linesOfFile(path: string): AsyncGenerator<string | undefined> {
  let line = new Line();
  for await (const chunk of chunksOfFile(path)) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      line.add(chunk.subarray(from, end));
      yield line.text;
      line = new Line();
      from = end + 1;
    }
    line.add(chunk.subarray(from));
  }
  yield line.text;
}

class Line {
  private parts: Buffer[] = [];
  private bytes = 0;

  add(part: Buffer): void {
    this.bytes += part.length;
    if (this.isTooLong) this.parts = [];
    else this.parts.push(part);
  }

  get text(): string | undefined {
    return this.isTooLong ? undefined : Buffer.concat(this.parts).toString('utf8');
  }

  private get isTooLong(): boolean {
    return this.bytes > MOST_BYTES_OF_CLIENT;
  }
}
