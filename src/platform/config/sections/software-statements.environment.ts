import { softwareStatementIssuers, type TrustedIssuer } from '../software-statement-issuers';
import { flag } from '../kinds/basic';
import { Section, Variable } from '../variable';

@Section('Software statements')
export class SoftwareStatementsEnvironment {
  @Variable('The issuers whose software statements are accepted, and their limits; see docs/SOFTWARE-STATEMENTS.md.', {
    is: softwareStatementIssuers(),
    default: [],
  })
  readonly SOFTWARE_STATEMENT_ISSUERS!: readonly TrustedIssuer[];

  @Variable('Whether a registration without a software statement is refused.', { is: flag(), default: false })
  readonly REQUIRE_SOFTWARE_STATEMENT!: boolean;
}
