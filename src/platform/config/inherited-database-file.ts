const INHERITED = 'CLIENTELE_DATABASE_FILE';

/** What the primary of several workers says of the database to all but the first one; nothing in any other process. */
export const INHERITED_DATABASE_FILE = process.env[INHERITED];

/** The variable by which a worker gets it. */
export const inheritedDatabaseFile = (file: string): Readonly<Record<string, string>> => ({ [INHERITED]: file });
