import { generateKeyPairSync, type KeyObject } from 'node:crypto';

type Json = Record<string, unknown>;

/** What a refusal says of one member. */
export interface Fault {
  readonly member: string;
  readonly rule: string;
  readonly remedy: string;
}

const URI = 'https://tmp.com/cb';
const SUBJECTS = ['subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email'].map((name) => `tls_client_auth_${name}`);

const jwk = ({ publicKey }: { publicKey: KeyObject }, own: Json): Json => ({
  ...publicKey.export({ format: 'jwk' }),
  ...own,
});
const ec = (namedCurve: string): { publicKey: KeyObject } => generateKeyPairSync('ec', { namedCurve });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A key for every algorithm, as the remedies ask for one. */
const KEYS = [
  jwk(rsa, { kid: 'rsa', use: 'sig' }),
  jwk(rsa, { kid: 'rsa-enc', use: 'enc' }),
  ...['P-256', 'P-384', 'P-521'].map((curve) => jwk(ec(curve), { kid: curve, use: 'sig' })),
  jwk(ec('P-256'), { kid: 'enc', use: 'enc' }),
  jwk(generateKeyPairSync('ed25519'), { kid: 'ed', use: 'sig' }),
];

/** Where in a request a refusal points: a member, an item of a list, a key of a set. */
class Place {
  readonly name: string;
  private readonly index: number | undefined;

  constructor(
    readonly request: Json,
    member: string,
  ) {
    this.name = /^[^[.]+/.exec(member)?.[0] ?? member;
    const index = /\[(\d+)\]/.exec(member)?.[1];
    this.index = index === undefined ? undefined : Number(index);
  }

  get value(): unknown {
    return this.list ? this.list[this.index ?? 0] : this.request[this.name];
  }

  set value(value: unknown) {
    if (this.list) this.list[this.index ?? 0] = value;
    else this.request[this.name] = value;
  }

  get text(): string {
    return String(this.value);
  }

  remove(): void {
    if (this.list) this.list.splice(this.index ?? 0, 1);
    else Reflect.deleteProperty(this.request, this.name);
  }

  private get list(): unknown[] | undefined {
    if (this.index === undefined) return undefined;
    const whole = this.request[this.name] as unknown[] | { keys: unknown[] };
    return Array.isArray(whole) ? whole : whole.keys;
  }
}

type Deed = (place: Place, request: Json, words: readonly string[]) => void;

const set =
  (value: unknown): Deed =>
  (place) => {
    place.value = value;
  };
const rewrite =
  (change: (text: string) => string): Deed =>
  (place) => {
    place.value = change(place.text);
  };
const without =
  (...names: string[]): Deed =>
  (place) => {
    for (const name of names) Reflect.deleteProperty(place.value as object, name);
  };
const goodKey: Deed = (place) => {
  place.value = { ...KEYS[0], kid: `good-${Math.random()}` };
};
const use: Deed = (place, _request, [value = '']) => {
  place.value = Array.isArray(place.value) ? [value] : value;
};
const grants = (request: Json): unknown[] => (request['grant_types'] ??= ['authorization_code']) as unknown[];
const eachKey =
  (change: (key: Json, index: number) => void): Deed =>
  (_place, request) => {
    (request['jwks'] as { keys: Json[] }).keys.forEach(change);
  };

/** What each remedy asks for, done to the letter. The first that matches counts; all remedies must be here. */
const DEEDS: readonly (readonly [remedy: RegExp, deed: Deed])[] = [
  [
    /^did you mean (https?)\?/,
    (place, _request, [scheme = '']) => (place.value = place.text.replace(/^[^:]*/, scheme)),
  ],
  [/^did you mean (.+?)\?/, use],
  [
    /^leave it out\b/,
    (place) => {
      place.remove();
    },
  ],
  [
    /^leave (alg|x5c) out$/,
    (place, _request, [name = '']) => {
      without(name)(place, {}, []);
    },
  ],
  [
    /^leave (grant_types|backchannel_token_delivery_mode) out/,
    (_place, request, [name = '']) => Reflect.deleteProperty(request, name),
  ],
  [
    /^language tags ignore case; leave (\S+) out$/,
    (_place, request, [name = '']) => Reflect.deleteProperty(request, name),
  ],
  [/^put it in quotes$/, rewrite(String)],
  [/^send a text in its place$/, set('text')],
  [/^put even a single value in brackets$/, (place) => (place.value = [place.value])],
  [
    /^leave out (what is not needed|old keys)$/,
    (place) => {
      const { value } = place;
      if (Array.isArray(value)) place.value = value.slice(0, 1);
      else if (place.name === 'jwks') (value as { keys: unknown[] }).keys.length = 50;
      else place.value = {};
    },
  ],
  [/^shorten it$/, rewrite((text) => text.slice(0, 40))],
  [/^remove (halves|line breaks|U\+202A|zero-width)/, rewrite((text) => text.replaceAll(/[^\x20-\x7e]/g, ''))],
  [
    /^percent-encode all others$/,
    rewrite((text) => encodeURI(text.replaceAll(/[\ud800-\udfff]/g, '').replaceAll(/%(?![0-9a-f]{2})/gi, ''))),
  ],
  [/^remove them$/, rewrite((text) => text.replaceAll(/%([01][0-9a-f]|7f)/gi, ''))],
  [
    /^begin with https:\/\//,
    rewrite(
      (text) =>
        `https://${text.replace(/^([a-z]+:)?\/*/i, (start) => (/^https?:/i.test(start) ? '' : start.replaceAll('/', '')))}`,
    ),
  ],
  [/^use https, or http:\/\/127\.0\.0\.1\//, set(URI)],
  [/^use https(, or send request_object_signing_alg)?$/, rewrite((text) => text.replace(/^[^:]*:(\/\/)?/, 'https://'))],
  [/^(check the part between|write the name or the dotted|write the path that is meant|use a public host)/, set(URI)],
  [/^remove the part before @$/, rewrite((text) => text.replace(/\/\/[^/?#]*(@|%40)/i, '//'))],
  [/^register every address by itself$/, rewrite((text) => text.replaceAll(/\*|%2a/gi, 'x'))],
  [/^write the number, or leave out the colon$/, rewrite((text) => text.replace(/:\w*(?=[/?#]|$)/, ''))],
  [/^percent-encode the second #$/, rewrite((text) => text.replace(/#(.*)#/, '#$1%23'))],
  [/^remove # and what follows$/, rewrite((text) => text.replace(/#.*$/s, ''))],
  [/^use a reversed domain name such as (\S+)$/, (place, _request, [scheme = '']) => (place.value = `${scheme}:/cb`)],
  [/^register application_type '(native)'/, (_place, request, [type]) => (request['application_type'] = type)],
  [
    /^use the address of one of redirect_uris$/,
    (place, request) => (place.value = (request['redirect_uris'] as unknown[])[0]),
  ],
  [/^use (?:some of |one of )?([^\s,]+)/, use],
  [
    /^add (\S+)(?: and (\S+))? to grant_types$/,
    (_place, request, [one, other]) => grants(request).push(one, ...(other ? [other] : [])),
  ],
  [
    /^ask for (\S+) in place of (\S+?),/,
    (_place, request, [next, old]) =>
      (request['grant_types'] = grants(request).map((grant) => (grant === old ? next : grant))),
  ],
  [/^send at least one$/, set([URI])],
  [/^send jwks or jwks_uri/, (_place, request) => (request['jwks'] = { keys: KEYS })],
  [/^add it(,)? with (its use|use sig)/, (_place, request) => (request['jwks'] = { keys: KEYS })],
  [/^send one of them$/, (_place, request) => Reflect.deleteProperty(request, 'jwks')],
  [
    /^send exactly one of /,
    (_place, request) => {
      for (const name of SUBJECTS) Reflect.deleteProperty(request, name);
      request['tls_client_auth_san_dns'] = 'a.example';
    },
  ],
  [/^add (\w+_alg), or leave it out$/, (_place, request, [name = '']) => (request[name] = 'RSA-OAEP')],
  [/^add one of ([^\s,]+)/, (place, _request, [value]) => (place.value as unknown[]).push(value)],
  [
    /^add it there$/,
    (place, request) => {
      for (const list of Object.keys(request))
        if (list.endsWith('_supported') && Array.isArray(request[list])) (request[list] as unknown[]).push(place.value);
    },
  ],
  [
    /^add it$/,
    (place, request) => {
      if (place.name === 'grant_types') grants(request).push('urn:openid:params:grant-type:ciba');
      else place.value = URI;
    },
  ],
  [/^send true or false without quotes$/, set(true)],
  [/^send a number without quotes and fraction$/, set(1)],
  [/^(send one text with spaces between the scopes|ask for fewer scopes)$/, set('openid')],
  [
    /^separate scopes by one space, and use printable ASCII/,
    rewrite((text) =>
      text
        .replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '')
        .trim()
        .replaceAll(/ +/g, ' '),
    ),
  ],
  [/^(send \{\.\.\.\}|flatten it)$/, set({})],
  [/^send \{keys: \[\.\.\.\]\}$/, set({ keys: [] })],
  [
    /^(send each key as|leave out what is not of the key|send the public key only|send n and e|check its numbers|make a key)/,
    goodKey,
  ],
  [/^send texts, and key_ops as a list$/, without('kid', 'use', 'alg', 'key_ops')],
  [/^leave out all but use$/, without('alg', 'key_ops')],
  [/^number the keys$/, eachKey((key, index) => (key['kid'] = String(index)))],
  [/^add use sig or enc$/, eachKey((key) => (key['use'] ??= String(key['crv']).startsWith('X') ? 'enc' : 'sig'))],
  [/^write it as RFC 4514 does, such as (CN=[^,]+)/, (place, _request, [name]) => (place.value = name)],
  [/^write (it as a certificate does|a host name)/, set('client.example')],
  [/^write (192\.0\.2\.1)/, set('192.0.2.1')],
  [/^write (name@host)/, set('name@host')],
  [/^write it as the certificate does/, set('urn:x:y')],
  [
    /^send (\w+) alone$/,
    (place) => {
      place.remove();
    },
  ],
];

/** Applies a remedy to a copy of the request. Throws if this file does not know the remedy. */
export const follow = (request: Readonly<Json>, { member, remedy }: Fault): Json => {
  const copy = JSON.parse(JSON.stringify(request)) as Json;
  for (const [asked, deed] of DEEDS) {
    const words = asked.exec(remedy);
    if (!words) continue;
    deed(new Place(copy, member), copy, words.slice(1));
    return copy;
  }
  throw new Error(`this remedy is not known here: ${member}; ${remedy}`);
};
