/** An image that the server sends as it is. */
export interface Logo {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml';
  readonly bytes: Buffer;
}

export const MOST_OCTETS_OF_LOGO = 262_144;

/** The image that the bytes are, by their first octets; `undefined` for anything else. */
export const logoOf = (bytes: Buffer): Logo | undefined => {
  if (bytes.length > MOST_OCTETS_OF_LOGO) return undefined;
  if (bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))) return { type: 'image/png', bytes };
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return { type: 'image/jpeg', bytes };
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
    return { type: 'image/webp', bytes };
  return /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<svg[\s>]/.test(bytes.toString('utf8'))
    ? { type: 'image/svg+xml', bytes }
    : undefined;
};
