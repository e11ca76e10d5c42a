import { StatementMigration } from '../statement-migration';

const ADD = ['ALTER TABLE "sign_in_transactions" ADD "sealed_answer" text'];

export class AddFormAnswers1795689846871 extends StatementMigration {
  override readonly statements = { sqlite: ADD, postgres: ADD };
}
