import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { CheckProofCommand } from './check-proof.command';
import { ExportEventsCommand } from './export-events.command';
import { ProveEventCommand } from './prove-event.command';
import { ShowCheckpointCommand } from './show-checkpoint.command';
import { TailEventsCommand } from './tail-events.command';
import { VerifyLogCommand } from './verify-log.command';

/** `clientele audit`. */
@Command({
  name: 'audit',
  description: 'Verifies and reads the log of events.',
  subCommands: [
    VerifyLogCommand,
    ShowCheckpointCommand,
    ProveEventCommand,
    CheckProofCommand,
    TailEventsCommand,
    ExportEventsCommand,
  ],
})
export class AuditCommand extends CommandGroup {}
