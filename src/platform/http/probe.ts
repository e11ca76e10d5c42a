const PROBE = /^\/health\//;

/** Whether a request is a health probe of an orchestrator. */
export const isProbe = ({ url }: { readonly url: string }): boolean => PROBE.test(url);
