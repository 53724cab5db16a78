/** The version of the package, as written into runs and models. The same as in package.json, which a test asserts. */
export const VERSION = '0.1.0';
