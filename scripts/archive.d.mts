export function filesOf(archive: Buffer, names: readonly string[]): Map<string, Buffer>;
