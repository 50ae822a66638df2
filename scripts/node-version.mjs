/**
 * The oldest release of each line of Node that reads HTTP without the holes known by then: what was mended up to the releases
 * of 2026-03-24 (https://nodejs.org/en/blog/vulnerability/march-2026-security-releases). Lines without an entry that
 * are newer than all of these have it from their beginning. `engines` in package.json says the same to npm.
 */
const FLOORS = [
  [20, 20, 2],
  [22, 22, 2],
  [24, 14, 1],
  [25, 8, 2],
];

/** Why this version of Node is not used; null where it is. */
export function refusalOf(version) {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  const floor = FLOORS.find(([line]) => line === major);
  const newest = FLOORS[FLOORS.length - 1][0];
  const isNew = floor ? minor > floor[1] || (minor === floor[1] && patch >= floor[2]) : major > newest;
  if (isNew) return null;
  const floors = FLOORS.slice(0, -1).map((parts) => parts.join("."));
  return `This is Node ${version}, which has known holes in how it reads HTTP, or no line that is cared for. Rollcall wants Node ${floors.join(", ")} or a later one of the same line, or Node ${newest + 1}.`;
}
