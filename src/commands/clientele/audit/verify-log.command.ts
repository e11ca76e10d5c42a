import { Help, Option, SubCommand } from 'nest-commander';
import type { AuditFault, UncheckedEntries } from '../../../event-log/audit/audit-report';
import { AuditService } from '../../../event-log/audit/audit.service';
import { JsonCommand } from '../json-command';
import { examples, exits, print, printJson } from '../output';
import { startProgress } from '../progress/progress';
import { readText } from '../read-file';
import { withAudit } from './audit-database';
import { EXIT_CODES } from '../exit-codes';

interface Options {
  readonly checkpoint?: string;
  readonly json?: boolean;
}

/** `clientele audit verify`. */
@SubCommand({
  name: 'verify',
  description:
    'Recomputes the log and compares it with all signed checkpoints. Names what was changed, removed, inserted or moved.',
})
export class VerifyLogCommand extends JsonCommand {
  override async run(_words: string[], { checkpoint, json }: Options): Promise<void> {
    const note = checkpoint === undefined ? undefined : await readText('--checkpoint', checkpoint);
    await withAudit('verify', async (app) => {
      const progress = startProgress('entries');
      const report = await app.get(AuditService).verify({ note, progress: progress.reach }).finally(progress.end);
      if (report.faultCount > 0) process.exitCode = EXIT_CODES.found.code;
      if (json) return void printJson({ holds: report.faultCount === 0, ...report });
      for (const fault of report.faults) print(lineOf(fault));
      if (report.faultCount > report.faults.length) print(`and ${report.faultCount - report.faults.length} more`);
      for (const gone of report.unchecked) print(uncheckedLine(gone));
      const { entries, expired, checkpoints, unsealed } = report;
      print(`${entries} entries (${expired} without their events, which have expired), ${checkpoints} checkpoints`);
      if (unsealed > 0) print(`${unsealed} events are not sealed yet`);
      print(report.faultCount === 0 ? 'The log holds.' : 'The log does not hold.');
    });
  }

  @Option({ flags: '--checkpoint <file>', description: 'a checkpoint that was kept elsewhere' })
  checkpoint(path: string): string {
    return path;
  }

  @Help('after')
  examples(): string {
    return (
      examples('audit verify', 'audit verify --checkpoint checkpoint.txt') + exits({ found: 'the log was changed' })
    );
  }
}

const uncheckedLine = ({ key, entries, first, last }: UncheckedEntries): string =>
  `${entries} entries from ${first} to ${last}: key ${key} is not in SECRET_KEYS, so only the tree and the checkpoints hold them`;

const lineOf = ({ position, event_id, problem }: AuditFault): string =>
  [position === undefined ? undefined : `entry ${position}`, event_id, problem].filter(Boolean).join(': ');
