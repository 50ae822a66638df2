/** Writes the declarations of `rollcall/discovery` and of all that they name. `folder` is `dist/types` unless given. */
export function writeDiscoveryTypes(folder?: string): Promise<void>;
