/** For tests: records as consoles with one secret write and read them. */
import { recordSigner } from "@/lib/discovery/signer";
import { createRecords, type Records } from "./records";

export const TEST_SECRET = "a secret of consoles in tests, 32 and more";

export function testRecords({ secret = TEST_SECRET, now = Date.now } = {}): Records {
  return createRecords({ signer: recordSigner(secret), now });
}
