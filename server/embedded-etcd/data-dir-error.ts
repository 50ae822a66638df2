/** Why a data directory cannot be used, as a sentence that says what to do; null for an error that is not about it. */
export function dataDirError(error: unknown, dataDir: string): string | null {
  if (!(error instanceof Error && "code" in error && "syscall" in error)) return null;
  const why = WHY[String(error.code)];
  if (why === undefined) return null;
  return `The data directory ${dataDir} cannot be used: ${why}. Name another one with ROLLCALL_DATA_DIR.`;
}

const WHY: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "it lies on a file system that is read-only",
  ENOSPC: "its disk is full",
  EDQUOT: "this user's share of the disk is used up",
  ENOTDIR: "a file stands in its way",
  EEXIST: "a file stands in its place",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its symbolic links lead in a circle",
};
