/** Another request used the code or the refresh token, or ended the grant, after this one had read it. Read again. */
export class Taken extends Error {
  override readonly name = 'Taken';
}

/** The refusal of a part of a unit of work. */
export const taken = (): Taken => new Taken();
