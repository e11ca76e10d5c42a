import { StartFailure } from '../../platform/config/start-failure';

/** Throws {@link StartFailure} unless `--yes` was given; `effect` says what the command would do. */
export const requireConfirmation = (isConfirmed: boolean | undefined, effect: string): void => {
  if (!isConfirmed) throw new StartFailure(`this ${effect}, which cannot be undone; repeat the command with --yes`);
};
