import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
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
export class PoliciesCommand extends CommandGroup {}
