/** Whether `FORCE_COLOR` decides about colours, also where the output is no terminal. Node reads its value. */
export const isColourForced = (): boolean => process.env['FORCE_COLOR'] !== undefined;

/** The command line of the editor that the user prefers, as `VISUAL` or `EDITOR` names it. */
export const preferredEditor = (): string | undefined => process.env['VISUAL'] || process.env['EDITOR'] || undefined;
