import type { X509Certificate } from 'node:crypto';
import { type Der, dotted, elementsOf, textOf } from '../../../core/x509/der';
import type { Attribute, DistinguishedName } from '../../../core/x509/distinguished-name';

/** The names of a certificate, read from its DER, because the strings that Node makes of them are ambiguous. */
export interface CertificateNames {
  readonly subject: DistinguishedName;
  readonly dns: readonly string[];
  readonly uri: readonly string[];
  readonly email: readonly string[];
  /** The octets of each address: four or sixteen. */
  readonly ip: readonly Buffer[];
}

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const SUBJECT_ALT_NAME = '2.5.29.17';
const EMAIL = 0x81;
const DNS = 0x82;
const URI = 0x86;
const IP = 0x87;

/**
 * Subject and subject alternative names (RFC 5280 sections 4.1.2.6 and 4.2.1.6). `undefined` if one of them is not DER:
 * OpenSSL accepts such certificates, because it does not read all extensions.
 */
export const namesOf = (certificate: Pick<X509Certificate, 'raw'>): CertificateNames | undefined => {
  try {
    return readNames(certificate);
  } catch {
    return undefined;
  }
};

const readNames = ({ raw }: Pick<X509Certificate, 'raw'>): CertificateNames => {
  const fields = inside(inside({ content: raw })[0])[0];
  const [, , , , subject, , ...rest] = inside(fields).filter(({ tag }) => tag !== VERSION);
  const alternatives = alternativesOf(rest.find(({ tag }) => tag === EXTENSIONS));
  const texts = (wanted: number): string[] =>
    alternatives.filter(({ tag }) => tag === wanted).map(({ content }) => content.toString('latin1'));
  return {
    subject: inside(subject).map((rdn) => inside(rdn).map(attributeOf)),
    dns: texts(DNS),
    uri: texts(URI),
    email: texts(EMAIL),
    ip: alternatives.filter(({ tag }) => tag === IP).map(({ content }) => content),
  };
};

const inside = (element: Pick<Der, 'content'> | undefined): Der[] => (element ? elementsOf(element.content) : []);

const attributeOf = (element: Der): Attribute => {
  const [type, value] = inside(element);
  if (!type || !value) throw new RangeError('an attribute without type or value');
  return { type: dotted(type.content), value: textOf(value) ?? `#${value.content.toString('hex')}` };
};

const alternativesOf = (extensions: Der | undefined): Der[] => {
  for (const extension of inside(inside(extensions)[0])) {
    const parts = inside(extension);
    const [type, value] = [parts[0], parts.at(-1)];
    if (type && dotted(type.content) === SUBJECT_ALT_NAME) return inside(inside(value)[0]);
  }
  return [];
};
