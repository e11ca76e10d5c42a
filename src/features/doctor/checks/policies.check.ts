import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { RefusedOperation } from '../../../core/errors/refused-operation';
import { contradictionSentence } from '../../../governance/attachments/attachments.service';
import { sentenceOf } from '../../../governance/policies/contradictions';
import { isReserved } from '../../../governance/policies/policy-names';
import { PolicyOptions } from '../../../governance/policies/policy-options';
import type { RegistrationPolicy } from '../../../governance/policies/registration-policy';
import { unusableRules } from '../../../governance/policies/unusable-rules';
import { type Check, Examines } from '../check';
import { Clock } from '../clock';
import { PolicyReadersFactory, type PolicyReaders } from '../policy-readers.factory';
import { failure, type Finding, note, ok, reasonOf, warning } from '../finding';

/** Whether the policies of `POLICY_FILE` and those that are attached can be applied and can hold together. */
@Injectable()
@Examines({ name: 'policies', needs: 'schema' })
export class PoliciesCheck implements Check {
  constructor(
    private readonly factory: PolicyReadersFactory,
    private readonly options: PolicyOptions,
    private readonly clock: Clock,
  ) {}

  async examine(): Promise<readonly Finding[]> {
    const readers = this.factory.create();
    const { file, candidates } = await this.ofFile(readers);
    const found = [
      ...file,
      ...(await this.missing(readers, candidates)),
      ...(await this.unusable(readers)),
      ...(await this.contradictions(readers, candidates)),
    ];
    return found.length > 0 ? found : [ok('the policies can hold together')];
  }

  /** What `policies apply` would say about the file, and the policies that it would make. */
  private async ofFile({
    policies,
    repository,
  }: PolicyReaders): Promise<{ file: readonly Finding[]; candidates: readonly RegistrationPolicy[] }> {
    const { file } = this.options;
    if (file === '') return { file: [], candidates: [] };
    const refused = (reason: string): Finding =>
      failure(
        `POLICY_FILE ${file}: ${reason}`,
        'correct the file: no server starts with it, and none applies it again',
      );
    try {
      const candidates = await policies.candidates(await readFile(file, 'utf8'), file);
      const isNew = await Promise.all(
        candidates.map(async ({ admitting: [policy] }) => {
          const { name = '', version = 0 } = policy ?? {};
          return (await repository.newestVersion(name)) === version ? [] : [name];
        }),
      );
      const names = isNew.flat();
      const finding =
        names.length === 0
          ? ok(`POLICY_FILE ${file} is correct, and is applied`)
          : note(`POLICY_FILE ${file} is correct; the next start or SIGHUP makes versions of ${names.join(', ')}`);
      return { file: [finding], candidates };
    } catch (error) {
      if (error instanceof RefusedOperation) return { file: error.message.split('\n').map(refused), candidates: [] };
      return { file: [refused(reasonOf(error))], candidates: [] };
    }
  }

  /** The names in variables of policies that are not there. */
  private async missing(
    { repository }: PolicyReaders,
    candidates: readonly RegistrationPolicy[],
  ): Promise<readonly Finding[]> {
    const { isOpen, open, protected: withToken, issuers } = this.options;
    const named = [
      ['PROTECTED_REGISTRATION_POLICY', withToken],
      ...(isOpen ? [['OPEN_REGISTRATION_POLICY', open]] : []),
      ...issuers.map(({ policy }) => ['SOFTWARE_STATEMENT_ISSUERS', policy]),
    ] as const;
    const names = candidates.flatMap(({ admitting }) => admitting.map(({ name }) => name));
    const found = named.map(async ([variable, name]) => {
      if (name === undefined || isReserved(name) || names.includes(name)) return [];
      if ((await repository.newestVersion(name)) !== undefined) return [];
      return [failure(`${variable} names the policy ${name}, which is not there`, 'apply it, or correct the variable')];
    });
    return (await Promise.all(found)).flat();
  }

  private async unusable({ repository }: PolicyReaders): Promise<readonly Finding[]> {
    const stored = await repository.newestOfAll();
    return stored.flatMap(({ name, document }) =>
      unusableRules(document, this.options).map((unusable) =>
        failure(`policy ${name}: ${sentenceOf(unusable)}`, 'set the variable, or apply the policy without the rule'),
      ),
    );
  }

  private async contradictions(
    { attachments }: PolicyReaders,
    candidates: readonly RegistrationPolicy[],
  ): Promise<readonly Finding[]> {
    const contradictory = await attachments.contradictory(new Date(this.clock.now()), candidates);
    return contradictory.map((one) =>
      warning(
        contradictionSentence(one).replaceAll('\n', '; '),
        'these registrations are refused: change one of the policies, or what they are attached to',
      ),
    );
  }
}
