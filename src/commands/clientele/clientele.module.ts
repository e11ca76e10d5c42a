import { Module } from '@nestjs/common';
import { AuditCommand } from './audit/audit.command';
import { CheckProofCommand } from './audit/check-proof.command';
import { ExportEventsCommand } from './audit/export-events.command';
import { ProveEventCommand } from './audit/prove-event.command';
import { ShowCheckpointCommand } from './audit/show-checkpoint.command';
import { TailEventsCommand } from './audit/tail-events.command';
import { VerifyLogCommand } from './audit/verify-log.command';
import { ApproveClientCommand } from './clients/approve-client.command';
import { ClientsCommand } from './clients/clients.command';
import { ClientHistoryCommand } from './clients/client-history.command';
import { RotateRegistrationTokenCommand } from './clients/rotate-registration-token.command';
import { RotateSecretCommand } from './clients/rotate-secret.command';
import { CheckConfigCommand } from './config/check-config.command';
import { ConfigCommand } from './config/config.command';
import { ShowConfigCommand } from './config/show-config.command';
import { ListKeysCommand } from './keys/list-keys.command';
import { WithdrawKeyCommand } from './keys/withdraw-key.command';
import { StatsCommand } from './stats/stats.command';
import { DeleteClientCommand } from './clients/delete-client.command';
import { DisableClientCommand } from './clients/disable-client.command';
import { EnableClientCommand } from './clients/enable-client.command';
import { ExportClientsCommand } from './clients/export-clients.command';
import { ImportClientsCommand } from './clients/import-clients.command';
import { ListClientsCommand } from './clients/list-clients.command';
import { RejectClientCommand } from './clients/reject-client.command';
import { EditClientCommand } from './clients/edit-client.command';
import { RegisterClientCommand } from './clients/register-client.command';
import { ShowClientCommand } from './clients/show-client.command';
import { CommandTreeRegistry } from './command-tree.registry';
import { CompletionCommand } from './completion/completion.command';
import { BackupCommand } from './database/backup.command';
import { CopyCommand } from './database/copy.command';
import { MigrateCommand } from './database/migrate.command';
import { DoctorCommand } from './doctor/doctor.command';
import { InitCommand } from './init/init.command';
import { GRANT_COMMANDS } from './grants/grants.command';
import { KeysCommand } from './keys/keys.command';
import { RotateKeysCommand } from './keys/rotate-keys.command';
import { ApplyPoliciesCommand } from './policies/apply-policies.command';
import { DiffPoliciesCommand } from './policies/diff-policies.command';
import { ExplainPolicyCommand } from './policies/explain-policy.command';
import { ListPoliciesCommand } from './policies/list-policies.command';
import { PoliciesCommand } from './policies/policies.command';
import { ShowPolicyCommand } from './policies/show-policy.command';
import { TestPolicyCommand } from './policies/test-policy.command';
import { CreateRegistrarCommand } from './registrars/create-registrar.command';
import { DOCUMENT_COMMANDS } from './documents/documents.command';
import { ListRegistrarsCommand } from './registrars/list-registrars.command';
import { RegistrarsCommand } from './registrars/registrars.command';
import { RevokeRegistrarCommand } from './registrars/revoke-registrar.command';
import { RotateRegistrarSecretCommand } from './registrars/rotate-registrar-secret.command';
import { ListResourcesCommand } from './resources/list-resources.command';
import { ResourcesCommand } from './resources/resources.command';
import { ShowResourceCommand } from './resources/show-resource.command';
import { HealthCommand } from './server/health.command';
import { ServeCommand } from './server/serve.command';
import { CreateTokenCommand } from './tokens/create-token.command';
import { ListTokensCommand } from './tokens/list-tokens.command';
import { RevokeTokenCommand } from './tokens/revoke-token.command';
import { SweepCommand } from './sweep/sweep.command';
import { TokensCommand } from './tokens/tokens.command';
import { USER_COMMANDS } from './users/users.command';
import { WEBHOOK_COMMANDS } from './webhooks/webhooks.command';

/**
 * The commands of `clientele`. This module only reads the command line: a command opens the database once it is known to
 * be called correctly, so that `--help` needs none.
 */
@Module({
  providers: [
    CommandTreeRegistry,
    CompletionCommand,
    ServeCommand,
    HealthCommand,
    InitCommand,
    DoctorCommand,
    MigrateCommand,
    BackupCommand,
    CopyCommand,
    KeysCommand,
    ListKeysCommand,
    RotateKeysCommand,
    WithdrawKeyCommand,
    ResourcesCommand,
    ListResourcesCommand,
    ShowResourceCommand,
    ConfigCommand,
    CheckConfigCommand,
    ShowConfigCommand,
    StatsCommand,
    ClientsCommand,
    ListClientsCommand,
    ShowClientCommand,
    RegisterClientCommand,
    EditClientCommand,
    ApproveClientCommand,
    RejectClientCommand,
    DisableClientCommand,
    EnableClientCommand,
    DeleteClientCommand,
    RotateSecretCommand,
    RotateRegistrationTokenCommand,
    ClientHistoryCommand,
    ExportClientsCommand,
    ImportClientsCommand,
    TokensCommand,
    CreateTokenCommand,
    ListTokensCommand,
    RevokeTokenCommand,
    ...DOCUMENT_COMMANDS,
    RegistrarsCommand,
    CreateRegistrarCommand,
    ListRegistrarsCommand,
    RevokeRegistrarCommand,
    RotateRegistrarSecretCommand,
    PoliciesCommand,
    ApplyPoliciesCommand,
    ListPoliciesCommand,
    ShowPolicyCommand,
    DiffPoliciesCommand,
    ExplainPolicyCommand,
    TestPolicyCommand,
    AuditCommand,
    VerifyLogCommand,
    ShowCheckpointCommand,
    ProveEventCommand,
    CheckProofCommand,
    TailEventsCommand,
    ExportEventsCommand,
    SweepCommand,
    ...WEBHOOK_COMMANDS,
    ...GRANT_COMMANDS,
    ...USER_COMMANDS,
  ],
})
export class ClienteleModule {}
