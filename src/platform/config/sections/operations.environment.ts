import { flag, integer, oneOf } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('Operations')
export class OperationsEnvironment {
  @Variable('How long requests in flight may take to finish after SIGTERM, in seconds.', {
    is: integer(0, 600),
    default: 10,
  })
  readonly SHUTDOWN_TIMEOUT!: number;

  @Variable('Whether /docs and /openapi.json are served.', { is: flag(), default: true })
  readonly SERVE_DOCS!: boolean;

  @Variable('The least severe messages that are logged.', {
    is: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
  })
  readonly LOG_LEVEL!: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}
