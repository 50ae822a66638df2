export function hasApt(): boolean;
export function unpackPackages(
  packages: readonly string[],
  folder: string,
  options?: { suite?: string; withMissingDependencies?: boolean; ignoreInstalled?: boolean },
): Promise<void>;
