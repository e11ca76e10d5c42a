/** Where the texts of the pages come from. */
export abstract class PageTextsOptions {
  /** The path of the operator's file, or the empty string. */
  abstract readonly file: string;
  /** The address at which the operator's logo is. */
  abstract readonly logoAddress: string;
}
