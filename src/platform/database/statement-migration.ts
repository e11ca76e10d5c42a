import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration written as the statements of each database. It cannot be reverted: restore a backup. */
export abstract class StatementMigration implements MigrationInterface {
  abstract readonly statements: Readonly<Record<'sqlite' | 'postgres', readonly string[]>>;

  async up(runner: QueryRunner): Promise<void> {
    const { type } = runner.connection.options;
    for (const statement of this.statements[type === 'postgres' ? 'postgres' : 'sqlite']) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up; restore a backup instead'));
  }
}
