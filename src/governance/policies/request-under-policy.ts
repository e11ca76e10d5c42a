import { isDeepStrictEqual } from 'node:util';
import type { StoredMetadata } from '../../core/metadata/client-metadata';
import type { NamedRow } from '../../core/metadata/metadata-row';
import { SENT_ROWS } from '../../core/metadata/metadata-table';
import { isNotSent } from '../../core/metadata/not-sent';
import { isInLanguage, partsOfTagged } from '../../core/metadata/tagged-members';
import type { MetadataPolicy } from '../../core/metadata-policy/policy';

type Values = Readonly<Record<string, unknown>>;

/** Other members by which a request can set a member: its second name, and lists from which its value is chosen. */
interface OtherWays {
  readonly row: NamedRow;
  readonly twin: string | undefined;
  readonly lists: readonly string[];
}

/** Prepares {@link MembersOfPolicy.sent} for the members of one policy. */
export class MembersOfPolicy {
  private readonly members: readonly OtherWays[];
  private readonly rows: ReadonlyMap<string, NamedRow>;

  constructor(
    private readonly policy: MetadataPolicy,
    extensions: readonly NamedRow[],
  ) {
    this.members = [...SENT_ROWS, ...extensions]
      .filter(({ name }) => policy.rules.has(name))
      .map((row) => ({ row, twin: this.twinOf(row), lists: listsFor(row) }));
    this.rows = new Map(this.members.map(({ row }) => [row.name, row]));
  }

  /**
   * The request as the policy reads it. A member that counts as not sent is absent, so that its default applies, and so are
   * its values in other languages that count as not sent, or that the table ignores; a value
   * that is sent under the second name of a member has the first; what sets a member that the policy removes is absent.
   */
  sent(json: Values, replaced?: StoredMetadata): Values {
    const sent: Record<string, unknown> = { ...json };
    for (const { row, twin, lists } of this.members) {
      const { name } = row;
      if (isNotSent(sent[name], row, isReplacing(sent[name], name, replaced))) Reflect.deleteProperty(sent, name);
      if (twin !== undefined && sent[name] === undefined) moveTo(sent, twin, name);
      if (this.removes(name)) for (const other of [...lists, twin ?? name]) Reflect.deleteProperty(sent, other);
    }
    for (const name of Object.keys(sent))
      if (!this.isRead(name, sent[name], replaced)) Reflect.deleteProperty(sent, name);
    return sent;
  }

  /** Whether the table reads a name with a language tag; also for all other names. */
  private isRead(name: string, value: unknown, replaced: StoredMetadata | undefined): boolean {
    const [member, tag] = partsOfTagged(name) ?? [];
    const row = member === undefined ? undefined : this.rows.get(member);
    if (!row || tag === undefined) return true;
    return isInLanguage(row, tag) && !isNotSent(value, row, isReplacing(value, name, replaced));
  }

  /** The second name, unless the policy has rules for that too. */
  private twinOf({ name, sameAs }: NamedRow): string | undefined {
    const twin = sameAs ?? SENT_ROWS.find((other) => other.sameAs === name)?.name;
    return twin !== undefined && this.policy.rules.has(twin) ? undefined : twin;
  }

  private removes(member: string): boolean {
    return (
      this.policy.rules.get(member)?.some(({ operator, value }) => operator.name === 'value' && value === null) === true
    );
  }
}

const listsFor = ({ name }: NamedRow): readonly string[] =>
  SENT_ROWS.filter(({ chooses }) => chooses === name).map((list) => list.name);

const isReplacing = (value: unknown, name: string, replaced: StoredMetadata | undefined): boolean =>
  replaced !== undefined && !isDeepStrictEqual(value, (replaced as unknown as Values)[name]);

const moveTo = (sent: Record<string, unknown>, from: string, to: string): void => {
  if (sent[from] === undefined) return;
  sent[to] = sent[from];
  Reflect.deleteProperty(sent, from);
};
