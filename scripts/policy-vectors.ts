import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { compilePolicy, type Metadata } from '../src/core/metadata-policy/compile-policy';
import { InvalidMetadata, InvalidPolicy } from '../src/core/metadata-policy/faults';
import { mergePolicies } from '../src/core/metadata-policy/merge-policies';
import { parsePolicy } from '../src/core/metadata-policy/parse-policy';
import { documentOf, type MetadataPolicy } from '../src/core/metadata-policy/policy';

/** A vector: the policies of a trust anchor and an intermediate, metadata, and the expected result or error. */
interface Vector {
  readonly n: number;
  readonly TA?: unknown;
  readonly INT?: unknown;
  readonly metadata: Metadata;
  readonly merged?: unknown;
  readonly resolved?: unknown;
  readonly error?: 'invalid_policy' | 'invalid_metadata';
}

type Outcome = Pick<Vector, 'merged' | 'resolved' | 'error'>;

/** The result of the policies of a vector. */
const outcomeOf = ({ TA, INT, metadata }: Vector): Outcome => {
  const superior = parsePolicy({ name: 'TA', metadata_policy: TA });
  const subordinate = parsePolicy({ name: 'INT', metadata_policy: INT });
  if (superior instanceof InvalidPolicy) return { error: superior.code };
  if (subordinate instanceof InvalidPolicy) return { error: subordinate.code };
  const policy = mergePolicies(superior, subordinate);
  return policy instanceof InvalidPolicy ? { error: policy.code } : applied(policy, metadata);
};

const applied = (policy: MetadataPolicy, metadata: Metadata): Outcome => {
  const merged = documentOf(policy).metadata_policy;
  const result = compilePolicy(policy).apply(metadata);
  return result instanceof InvalidMetadata ? { merged, error: result.code } : { merged, resolved: result.metadata };
};

/** The first part of the result that differs from the vector, in words; nothing if the vector holds. */
const difference = (vector: Vector): string | undefined => {
  const outcome = outcomeOf(vector);
  const wrong = (['error', 'merged', 'resolved'] as const).find(
    (part) => !isDeepStrictEqual(outcome[part], vector[part]),
  );
  return wrong && `${wrong} is ${JSON.stringify(outcome[wrong])}, not ${JSON.stringify(vector[wrong])}`;
};

/** Runs the vectors of a file. Prints those that do not hold, and the number of those that do. */
const main = async (file: string | undefined): Promise<void> => {
  if (file === undefined) throw new Error('Usage: npm run policy:vectors -- FILE');
  const vectors = JSON.parse(await readFile(file, 'utf8')) as readonly Vector[];
  const differences = vectors.flatMap((vector) => {
    const found = difference(vector);
    return found === undefined ? [] : [`${vector.n}: ${found}`];
  });
  for (const line of differences) console.log(line);
  console.log(`${vectors.length - differences.length} of ${vectors.length}`);
  if (differences.length > 0) process.exitCode = 1;
};

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
