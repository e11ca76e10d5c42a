import { Logger } from '@nestjs/common';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { ALL_BUT_DATE } from '../../../test/support/all-but-date';
import { type HttpsServer, startHttpsServer } from '../../../test/support/https-server';
import { OutboundHttpService } from './outbound-http.service';
import { OutboundBusy, OutboundFailed, UnexpectedDocument } from './outbound-errors';
import { type DocumentKind, RememberedDocuments } from './remembered-documents';
import { remoteKeySets } from './remote-key-sets';

describe('documents that are remembered', () => {
  let server: HttpsServer;
  let fetching: OutboundHttpService;
  let paths = 0;

  beforeAll(async () => {
    Logger.overrideLogger(false); // every failure to fetch is a line
    server = await startHttpsServer();
    fetching = new OutboundHttpService({ FETCH_ALLOW_PRIVATE_HOSTS: ['localhost'], FETCH_CA: server.ca });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  afterAll(() => server.close());

  const KIND: DocumentKind<string> = {
    purpose: 'registration',
    lifetimeMs: 300_000,
    requestIntervalMs: 30_000,
    mostBytes: 1024 * 1024,
    read: (json) => {
      if (typeof json !== 'string') throw new UnexpectedDocument('no text');
      return json;
    },
  };
  const texts = (own: Partial<DocumentKind<string>> = {}): RememberedDocuments<string> =>
    new RememberedDocuments(fetching, { ...KIND, ...own });
  const START = Date.now();
  const after = (seconds: number): void => {
    jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now: START + seconds * 1000 });
  };
  /** An address of its own, what it answers, and how often it was asked. */
  const aPage = (): { uri: string; answers: (json: unknown) => void; asked: () => number } => {
    const path = `/page${(paths += 1)}`;
    return {
      uri: `${server.url}${path}`,
      answers: (json) => {
        server.serve(path, (_request, response) => {
          if (json === undefined) response.writeHead(500).end();
          else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
        });
      },
      asked: () => server.requests.filter((one) => one === path).length,
    };
  };

  it('are asked for once for all who need them, and again when their time is over', async () => {
    const [documents, { uri, answers, asked }] = [texts(), aPage()];
    answers('first');
    after(0);
    await expect(Promise.all([1, 2, 3].map(() => documents.current(uri)))).resolves.toEqual(Array(3).fill('first'));
    answers('second');
    after(299);
    await expect(documents.current(uri)).resolves.toBe('first');
    expect(asked()).toBe(1);
    after(300);
    await expect(documents.current(uri)).resolves.toBe('second');
    expect(asked()).toBe(2);
  });

  it('stay known for their time when they cannot be renewed, and the failure is remembered', async () => {
    const [documents, { uri, answers, asked }] = [texts(), aPage()];
    answers('known');
    after(0);
    await documents.current(uri);
    answers(undefined);
    after(290);
    for (let time = 0; time < 3; time += 1) {
      await expect(documents.renewed(uri)).rejects.toBeInstanceOf(OutboundFailed);
      await expect(documents.current(uri)).resolves.toBe('known');
    }
    expect(asked()).toBe(2);
    after(310);
    await expect(documents.current(uri)).rejects.toBeInstanceOf(OutboundFailed);
    expect(asked()).toBe(2);
    after(320);
    await expect(documents.current(uri)).rejects.toBeInstanceOf(OutboundFailed);
    expect(asked()).toBe(3);
  });

  it('stay known when the address returns another kind of document, which is not the same as none', async () => {
    const [documents, { uri, answers }] = [texts(), aPage()];
    answers('known');
    after(0);
    await documents.current(uri);
    answers({});
    after(31);
    for (let time = 0; time < 2; time += 1)
      await expect(documents.renewed(uri)).rejects.toBeInstanceOf(UnexpectedDocument);
    await expect(documents.current(uri)).resolves.toBe('known');
  });

  it('were not asked for when there was no slot, and that is not remembered', async () => {
    const full = new OutboundHttpService(
      { FETCH_ALLOW_PRIVATE_HOSTS: [`localhost:${server.port}`], FETCH_CA: server.ca },
      { resolve: () => new Promise(() => undefined) },
    );
    const documents = new RememberedDocuments(full, KIND);
    const { uri, answers } = aPage();
    answers('there');
    for (let count = 0; count < 256; count += 1) void documents.current(`https://name${count}.example/`);
    await expect(documents.current(uri)).rejects.toBeInstanceOf(OutboundBusy);
    expect(documents.bytes).toBe(0);
  });

  it('take so much memory and no more: those not used for longest go first', async () => {
    const documents = texts({ mostBytes: 64 * 1024 });
    const pages = Array.from({ length: 10 }, aPage);
    for (const { answers } of pages) answers('x'.repeat(4096));
    const [first, second] = pages;
    if (!first || !second) throw new Error('no pages');
    for (const { uri } of pages) {
      await documents.current(uri);
      await documents.current(first.uri);
      expect(documents.bytes).toBeLessThanOrEqual(64 * 1024);
    }
    expect(documents.bytes).toBeGreaterThan(48 * 1024);
    expect([first.asked(), second.asked()]).toEqual([1, 1]);
    await documents.current(second.uri);
    expect([first.asked(), second.asked()]).toEqual([1, 2]);
  });

  it('that fail in many places take so much memory and no more', async () => {
    const documents = texts({ mostBytes: 64 * 1024 });
    for (let count = 0; count < 200; count += 1)
      await expect(documents.current(`http://name${count}.example/${'x'.repeat(500)}`)).rejects.toThrow('not https');
    expect(documents.bytes).toBeLessThanOrEqual(64 * 1024);
  });

  describe('key sets', () => {
    const key = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), kid: 'a' };

    it('of tiny objects leave next to nothing, and of sound keys what is used of each', async () => {
      const sets = remoteKeySets(fetching, 'client authentication');
      const [tiny, sound] = [aPage(), aPage()];
      tiny.answers({ keys: Array.from({ length: 20_000 }, () => ({})) });
      await expect(sets.current(tiny.uri)).resolves.toEqual([]);
      expect(sets.bytes).toBeLessThan(4096);
      sound.answers({ keys: [{ ...key, x1: 'A'.repeat(50_000), x2: Array(1000).fill({}) }], x3: 'A' });
      await expect(sets.current(sound.uri)).resolves.toEqual([key]);
      expect(sets.bytes).toBeLessThan(8192);
    });

    it('have a limited number of keys, which follow the rules of registered keys', async () => {
      const sets = remoteKeySets(fetching, 'client authentication');
      const { uri, answers } = aPage();
      const rsa = (octets: number, e = 'AQAB'): object => {
        const n = randomBytes(octets);
        [n[0], n[octets - 1]] = [0x80, 1];
        return { kty: 'RSA', n: n.toString('base64url'), e };
      };
      const unsound = [
        rsa(2048), // 16,384 bits
        rsa(513),
        rsa(384, Buffer.alloc(384, 0x7f).toString('base64url')), // an exponent of 3,071 bits
        rsa(256, 'AQAAAAE'), // 2^32 + 1
        rsa(256, 'AQAA'), // even
        rsa(128),
        { ...key, d: 'AAAA' },
        { ...key, x: 'AAAA' },
        { kty: 'oct', k: 'AAAA' },
        null,
        7,
      ];
      const good = [rsa(512), rsa(256, 'Aw'), key];
      answers({
        keys: [...unsound, ...good, ...Array.from({ length: 60 }, (_, index) => ({ ...key, kid: `${index}` }))],
      });
      const keys = await sets.current(uri);
      expect(keys.slice(0, 3)).toEqual(good);
      expect(keys).toHaveLength(50 - unsound.length);
    });
  });
});
