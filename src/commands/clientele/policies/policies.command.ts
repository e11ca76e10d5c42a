import { Command, CommandRunner } from 'nest-commander';
import { ApplyPoliciesCommand } from './apply-policies.command';
import { DiffPoliciesCommand } from './diff-policies.command';
import { ExplainPolicyCommand } from './explain-policy.command';
import { ListPoliciesCommand } from './list-policies.command';
import { ShowPolicyCommand } from './show-policy.command';
import { TestPolicyCommand } from './test-policy.command';

/** `clientele policies`: the commands for policies. */
@Command({
  name: 'policies',
  description: 'Applies, compares, lists, shows, explains and tests the policies of registrations.',
  subCommands: [
    ApplyPoliciesCommand,
    DiffPoliciesCommand,
    ListPoliciesCommand,
    ShowPolicyCommand,
    ExplainPolicyCommand,
    TestPolicyCommand,
  ],
})
export class PoliciesCommand extends CommandRunner {
  /** Without one of the commands below it, it prints the usage and exits 1. */
  override run(): Promise<void> {
    this.command.outputHelp({ error: true });
    process.exitCode = 1;
    return Promise.resolve();
  }
}
