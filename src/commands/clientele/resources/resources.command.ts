import { Command } from 'nest-commander';
import { CommandGroup } from '../command-group';
import { ListResourcesCommand } from './list-resources.command';
import { ShowResourceCommand } from './show-resource.command';

/** `clientele resources`. */
@Command({
  name: 'resources',
  description: 'Shows the resource servers of RESOURCES, and what they need to send clients here. Without a database.',
  subCommands: [ListResourcesCommand, ShowResourceCommand],
})
export class ResourcesCommand extends CommandGroup {}
