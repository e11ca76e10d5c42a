import { MetadataChoices } from './members/metadata-choices';

/**
 * The client metadata that a registration request may carry and its answer tells, in the order of the answer: one
 * property, one row. The members stand in `members/`, a class for each family of documents, the next extending the one
 * before. Rows marked `issued` are the server's own and never taken from a request.
 */
export class ClientMetadata extends MetadataChoices {}
