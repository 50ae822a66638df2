import { z } from "zod";

/**
 * zod speeds up its parsers with `new Function`, and tries whether it may. In a page our content security policy
 * forbids that, and the attempt alone is reported as a violation: there it must not try.
 */
if ("document" in globalThis) z.config({ jitless: true });

export { z };
