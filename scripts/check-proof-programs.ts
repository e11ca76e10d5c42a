/** A program that checks a proof of an event without this server; docs/EVENTS.md has it, and a test runs it. */
export const CHECK_PROOF_NODE = `import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [file, key] = process.argv.slice(2);
const { event, position, proof, checkpoint } = JSON.parse(readFileSync(file, 'utf8'));
const hash = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const fail = (reason) => process.exit(console.error(reason) ?? 1);

const [text, signatures] = checkpoint.split('\\n\\n');
const [name, , ...encoded] = key.split('+');
const x = Buffer.from(encoded.join('+'), 'base64').subarray(1).toString('base64url');
const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
const isSigned = signatures.split('\\n').some((line) => {
  const [, signer, signature = ''] = line.split(' ');
  return signer === name && verify(null, Buffer.from(text + '\\n'), publicKey, Buffer.from(signature, 'base64').subarray(4));
});
if (!isSigned) fail('the checkpoint is not signed by the key');

const [, size, root] = text.split('\\n');
let [index, last, node] = [BigInt(position), BigInt(size) - 1n, hash(Buffer.of(0), Buffer.from(event))];
for (const sibling of proof.map((part) => Buffer.from(part, 'base64url'))) {
  if (last === 0n) fail('the proof is too long');
  const isRight = index % 2n === 1n || index === last;
  node = isRight ? hash(Buffer.of(1), sibling, node) : hash(Buffer.of(1), node, sibling);
  while (isRight && index % 2n === 0n && index !== 0n) [index, last] = [index / 2n, last / 2n];
  [index, last] = [index / 2n, last / 2n];
}
if (last !== 0n || node.toString('base64') !== root) fail('the event is not in the log of the checkpoint');
console.log(event);
`;

/** The same in Python. */
export const CHECK_PROOF_PYTHON = `import base64, hashlib, json, sys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

with open(sys.argv[1], encoding="utf-8") as file:
    proof = json.load(file)
text, signatures = proof["checkpoint"].split("\\n\\n")
name, _, encoded = sys.argv[2].split("+", 2)
public_key = Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded)[1:])


def is_signed(line):
    _, signer, signature = line.split(" ")
    try:
        public_key.verify(base64.b64decode(signature)[4:], (text + "\\n").encode())
    except InvalidSignature:
        return False
    return signer == name


def sha256(data):
    return hashlib.sha256(data).digest()


if not any(is_signed(line) for line in signatures.splitlines()):
    sys.exit("the checkpoint is not signed by the key")

_, size, root = text.split("\\n")
index, last, node = proof["position"], int(size) - 1, sha256(b"\\0" + proof["event"].encode())
for part in proof["proof"]:
    if last == 0:
        sys.exit("the proof is too long")
    sibling = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    if index % 2 == 1 or index == last:
        node = sha256(b"\\1" + sibling + node)
        while index % 2 == 0 and index != 0:
            index, last = index // 2, last // 2
    else:
        node = sha256(b"\\1" + node + sibling)
    index, last = index // 2, last // 2
if last != 0 or node != base64.b64decode(root):
    sys.exit("the event is not in the log of the checkpoint")
print(proof["event"])
`;
