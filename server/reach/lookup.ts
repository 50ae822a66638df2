import { lookup as lookupAddresses } from "node:dns/promises";
import { type Address, readAddress } from "./host";

/** Every address that a name has at this moment. Rejects where it has none. */
export type Lookup = (name: string) => Promise<Address[]>;

/** As every other program of this machine resolves names: hosts file included. */
export const systemLookup: Lookup = async (name) => {
  const answers = await lookupAddresses(name, { all: true, order: "verbatim" });
  return answers.flatMap(({ address }) => readAddress(address) ?? []);
};
