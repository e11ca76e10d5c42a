/** Whether an `Accept` header names a media type and does not refuse it (RFC 9110 section 12.5.1). */
export const accepts = (mediaType: string, accept = ''): boolean =>
  accept.split(',').some((range) => {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === mediaType && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
