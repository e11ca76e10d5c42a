import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientSearchModule } from '../../client-search/client-search.module';
import { ClientStoreModule } from '../../clients/client-store.module';
import { PolicyStoreModule } from '../../governance/policies/policy-store.module';
import { ClientExportService } from './export/client-export.service';
import { ClientImportService } from './import/client-import.service';
import { ImportDecisionsService } from './import/import-decisions.service';
import { ImportPlace } from './import/import-place.entity';
import { ImportPlaceRepository } from './import/import-place.repository';
import { ImportPlannerService } from './import/import-planner.service';
import { ImportWriterService } from './import/import-writer.service';
import { ImportedSecretsService } from './import/imported-secrets.service';

/** The import and the export of clients. It needs `SecretsModule`. */
@Module({
  imports: [ClientSearchModule, ClientStoreModule, PolicyStoreModule, TypeOrmModule.forFeature([ImportPlace])],
  providers: [
    ClientExportService,
    ClientImportService,
    ImportDecisionsService,
    ImportedSecretsService,
    ImportPlaceRepository,
    ImportPlannerService,
    ImportWriterService,
  ],
  exports: [ClientExportService, ClientImportService],
})
export class ClientTransferModule {}
