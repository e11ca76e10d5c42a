import { X509Certificate } from 'node:crypto';
import * as fc from 'fast-check';
import { Authority, type Identity } from '../../../../test/support/certificates';
import type { Jwk } from '../../../core/jose/jwk';
import { dotted, elementsOf, textOf } from '../../../core/x509/der';
import { certificateInHeader } from '../../../platform/http/certificate-header';
import { isTrustedBy } from '../../../platform/http/certificate-trust';
import { namesOf } from './certificate-names';
import { certifies } from './registered-certificate';
import { subjectMatches } from './registered-subject';

const SUBJECTS = [
  { tls_client_auth_subject_dn: 'CN=client,O=Acme' },
  { tls_client_auth_san_dns: 'client.example' },
  { tls_client_auth_san_uri: 'urn:client' },
  { tls_client_auth_san_ip: '192.0.2.7' },
  { tls_client_auth_san_email: 'client@example.org' },
];

describe('certificates that somebody tampered with', () => {
  let authority: Authority;
  let identity: Identity;
  let der: Buffer;
  let root: X509Certificate;

  beforeAll(async () => {
    authority = await Authority.create();
    identity = await authority.issue({
      subject: [{ O: ['Acme'] }, { CN: ['client'] }],
      names: [
        { type: 'dns', value: 'client.example' },
        { type: 'url', value: 'urn:client' },
        { type: 'ip', value: '192.0.2.7' },
        { type: 'email', value: 'client@example.org' },
      ],
    });
    der = new X509Certificate(identity.cert).raw;
    root = new X509Certificate(authority.pem);
  });

  /** All that is asked of a certificate, before and after it is found to be nobody's. */
  const answers = (certificate: X509Certificate): boolean[] => {
    const bare = { ...identity.jwk, x5c: undefined };
    return [
      ...SUBJECTS.map((subject) => subjectMatches(certificate, subject)),
      ...[identity.jwk, bare].map((key) => certifies(certificate, key as unknown as Jwk)),
      isTrustedBy(certificate, [root]),
    ];
  };

  it('the untouched one matches in every way', () => {
    expect(answers(new X509Certificate(der))).toEqual(Array(SUBJECTS.length + 3).fill(true));
  });

  it('are not read, or answer everything that is asked of them, and are trusted by nobody', () => {
    let read = 0;
    const change = fc.record({
      at: fc.nat(der.length - 1),
      octets: fc.uint8Array({ minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const mutated = Buffer.from(der);
        for (const { at, octets } of changes) mutated.set(octets.subarray(0, mutated.length - at), at);
        if (mutated.equals(der)) return;
        const certificate = certificateInHeader(`:${mutated.toString('base64')}:`);
        if (!(certificate instanceof X509Certificate)) return;
        read += 1;
        const found = answers(certificate);
        expect([found.every((answer) => typeof answer === 'boolean'), found.at(-1)]).toEqual([true, false]);
      }),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(0);
  });

  it('with any octets in the place of their names are read, or have none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (octets) => {
        const { cert } = await authority.issue({ octetsOfNames: new Uint8Array(octets) });
        const certificate = new X509Certificate(cert);
        expect(answers(certificate).slice(0, SUBJECTS.length)).toEqual(SUBJECTS.map(() => false));
      }),
      { numRuns: 50, examples: [[Uint8Array.of(0x04, 0x05, 0xff)]] },
    );
  });

  it('any octets at all are DER, or a RangeError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
        const bytes = Buffer.from(octets);
        expect(() => namesOf({ raw: bytes })).not.toThrow();
        expect(typeof dotted(bytes)).toBe('string');
        try {
          elementsOf(bytes).forEach(textOf);
        } catch (cause) {
          expect((cause as Error).name).toBe('RangeError'); // Node's own, of another realm than Jest's
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('any text at all is a registered name, or none, and matches no certificate that does not have it', () => {
    const certificate = new X509Certificate(der);
    const pieces = fc.array(
      fc.constantFrom('CN=', '#', '0c', '\\', '+', ',', '"', ' ', '2.5.4.3=', '\\c3', 'x', ':', '\0'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          pieces.map((some) => some.join('')),
        ),
        (text) => {
          const members = SUBJECTS.flatMap((subject) => Object.keys(subject));
          expect(members.map((member) => subjectMatches(certificate, { [member]: text }))).not.toContain(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
