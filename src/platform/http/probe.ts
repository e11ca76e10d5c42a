/** Whether a request is a health probe of an orchestrator. */
export const isProbe = ({ url }: { readonly url: string }): boolean => url.startsWith('/health/');
