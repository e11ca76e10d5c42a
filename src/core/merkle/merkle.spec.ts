import { createHash, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { openCheckpoint, readVerifierKey, signCheckpoint, verifierKey } from './checkpoint';
import { InclusionProofBuilder, rootOfProof } from './inclusion-proof';
import { GrowingTree, leafHash } from './tree-hash';

const treeOf = (leaves: readonly string[]): GrowingTree => {
  const tree = GrowingTree.empty();
  for (const leaf of leaves) tree.add(leaf);
  return tree;
};

/** The definition of RFC 9162 section 2.1.1, word by word. */
const rootByDefinition = (data: readonly string[]): Buffer => {
  const sha = (...parts: (string | Buffer)[]): Buffer =>
    parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
  if (data.length === 0) return sha('');
  if (data.length === 1) return sha(Buffer.from([0]), data[0] ?? '');
  let middle = 1;
  while (2 * middle < data.length) middle *= 2;
  return sha(Buffer.from([1]), rootByDefinition(data.slice(0, middle)), rootByDefinition(data.slice(middle)));
};

const someData = fc.array(fc.string(), { minLength: 1, maxLength: 70 });

describe('a growing tree', () => {
  it('has the root of the definition', () => {
    fc.assert(
      fc.property(someData, (data) => {
        expect(treeOf(data.map(leafHash)).root()).toEqual(rootByDefinition(data));
      }),
    );
    expect(GrowingTree.empty().root()).toEqual(rootByDefinition([]));
  });

  it('goes on from its stored hashes', () => {
    fc.assert(
      fc.property(someData, fc.nat(), (data, cut) => {
        const leaves = data.map(leafHash);
        const first = treeOf(leaves.slice(0, cut % (leaves.length + 1)));
        const restored = GrowingTree.restore(first.size, first.hashes);
        for (const leaf of leaves.slice(first.size)) restored.add(leaf);
        expect([restored.size, restored.root()]).toEqual([leaves.length, rootByDefinition(data)]);
      }),
    );
    expect(() => GrowingTree.restore(3, ['one'])).toThrow(/2 subtrees/);
  });
});

describe('an inclusion proof', () => {
  const proofOf = (leaves: readonly string[], index: number): readonly string[] => {
    const builder = new InclusionProofBuilder(index, leaves.length);
    for (const leaf of leaves) builder.add(leaf);
    return builder.proof();
  };

  it('leads from each leaf to the root, and from no other leaf, index or size', () => {
    fc.assert(
      fc.property(someData, fc.nat(), fc.nat(), (data, at, other) => {
        const leaves = data.map((text, position) => leafHash(`${position} ${text}`));
        const [size, index, wrong] = [leaves.length, at % leaves.length, other % leaves.length];
        const proof = proofOf(leaves, index);
        const root = treeOf(leaves).root();
        const leaf = leaves[index] ?? '';
        expect(rootOfProof(leaf, { index, size, proof })).toEqual(root);
        if (wrong === index) return;
        expect(rootOfProof(leaves[wrong] ?? '', { index, size, proof })).not.toEqual(root);
        expect(rootOfProof(leaf, { index: wrong, size, proof })).not.toEqual(root);
      }),
    );
  });

  it.each([
    { index: 1, size: 1, proof: [] },
    { index: -1, size: 1, proof: [] },
    { index: 0, size: 2, proof: [] },
    { index: 0.5, size: 2, proof: [''] },
  ])('%j leads nowhere', (malformed) => {
    expect(rootOfProof(leafHash('a'), malformed)).toBeUndefined();
  });
});

describe('a checkpoint', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const name = 'host.example/log';
  const signer = { name, publicKey, privateKey };
  const key = verifierKey(name, publicKey);
  const checkpoint = { origin: name, size: 7, root: createHash('sha256').update('root').digest() };

  it('is a note of three lines and a signature, which its key opens', () => {
    const note = signCheckpoint(checkpoint, signer);
    expect(note).toMatch(/^host\.example\/log\n7\n[A-Za-z0-9+/]{43}=\n\n\u2014 host\.example\/log [A-Za-z0-9+/=]+\n$/);
    expect(openCheckpoint(note, [key])).toEqual(checkpoint);
  });

  it('opens with the key that signed it only, and only as it was signed', () => {
    const note = signCheckpoint(checkpoint, signer);
    const other = verifierKey(name, generateKeyPairSync('ed25519').publicKey);
    expect(openCheckpoint(note, [other])).toBeUndefined();
    expect(openCheckpoint(note, [verifierKey('another.example', publicKey)])).toBeUndefined();
    expect(openCheckpoint(note.replace('\n7\n', '\n8\n'), [other, key])).toBeUndefined();
    for (const malformed of ['', '\n\n', 'a\nb\nc\n', note.slice(0, -20)])
      expect(openCheckpoint(malformed, [key])).toBeUndefined();
    expect(openCheckpoint(note, [other, key])).toEqual(checkpoint);
  });

  it('has a key in the text form of transparency logs', () => {
    expect(key).toMatch(/^host\.example\/log\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);
    expect(readVerifierKey(key)?.name).toBe(name);
    for (const malformed of ['', 'a+b+c', key.slice(0, -4), key.replace(/\+[0-9a-f]/, '+z')])
      expect(readVerifierKey(malformed)).toBeUndefined();
  });

  it('reads the example key of the format', () => {
    const example = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    expect(readVerifierKey(example)?.name).toBe('PeterNeumann');
    const note =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    expect(openCheckpoint(note.replace('problem,\n', 'problem,\n'), [example])).toBeUndefined(); // signed, but no checkpoint
  });
});
