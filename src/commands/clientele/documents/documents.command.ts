import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { DisableDocumentCommand } from './disable-document.command';
import { EditDocumentCommand } from './edit-document.command';
import { EnableDocumentCommand } from './enable-document.command';
import { ListDocumentsCommand } from './list-documents.command';
import { RefreshDocumentCommand } from './refresh-document.command';
import { ShowDocumentCommand } from './show-document.command';

const SUBCOMMANDS = [
  ...[DisableDocumentCommand, EditDocumentCommand, EnableDocumentCommand],
  ...[ListDocumentsCommand, RefreshDocumentCommand, ShowDocumentCommand],
];

/** `clientele documents`: the commands for client id metadata documents. */
@Command({
  name: 'documents',
  description: 'Lists, shows, refreshes, edits, disables and enables client id metadata documents.',
  subCommands: SUBCOMMANDS,
})
class DocumentsCommand extends CommandGroup {}

/** The group and its commands, as providers. */
export const DOCUMENT_COMMANDS = [DocumentsCommand, ...SUBCOMMANDS];
