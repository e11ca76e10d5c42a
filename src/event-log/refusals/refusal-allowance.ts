/** So many refusals of one caller are events until the allowance begins again; further ones are counted. */
const MOST_OF_A_CALLER = 20;
/** So many of all callers together. */
const MOST = 600;

/** How many refusals may be events, so that callers do not fill the disk with them. */
export class RefusalAllowance {
  private used = 0;
  private byCaller = new Map<string, number>();

  /** Takes one for a caller; gives whether there was one. */
  take(caller: string): boolean {
    const own = this.byCaller.get(caller) ?? 0;
    if (own >= MOST_OF_A_CALLER || this.used >= MOST) return false;
    this.byCaller.set(caller, own + 1);
    this.used += 1;
    return true;
  }

  renew(): void {
    this.used = 0;
    this.byCaller = new Map();
  }
}
