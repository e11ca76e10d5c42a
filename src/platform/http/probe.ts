const PROBE = /^\/health\//;

/** Whether a request is one of an orchestrator, which judges the process by the answer. */
export const isProbe = ({ url }: { readonly url: string }): boolean => PROBE.test(url);
