import { integer, text } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('The log of events')
export class AuditEnvironment {
  @Variable('After how many days events are deleted from the log. Their hashes stay. 0: never.', {
    is: integer(0, 36_500),
    default: 0,
    inProduction: { decide: 'How long you may keep, and have to keep, what happened to clients.' },
  })
  readonly AUDIT_RETENTION_DAYS!: number;

  @Variable('The path of a file that always has the newest signed checkpoint of the log, for a copy kept elsewhere.', {
    is: text(),
    default: '',
  })
  readonly CHECKPOINT_FILE!: string;
}
