/** 32 bytes that are the same for all applications of the tests, so that two of them can share a database. */
export const SECRET_KEYS = `1:${Buffer.alloc(32, 7).toString('base64')}`;
