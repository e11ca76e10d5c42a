/** How thorough the examination is. */
export abstract class DoctorOptions {
  /** Whether the whole content of a SQLite file is checked, however long that takes. */
  abstract readonly isFull: boolean;
}
