import {
  Activity,
  Boxes,
  FileQuestion,
  List,
  type LucideIcon,
  Network,
  Presentation,
  Scale,
  ScrollText,
  Timer,
} from "lucide-react";

export interface ShellPage {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Pressed after `g`. */
  key: string;
  /** Only where the console has this. */
  only?: "fleet";
}

/** The pages that exist, in the order of the rail. A page is added here when it is there, not before. */
export const PAGES: readonly ShellPage[] = [
  { href: "/", label: "Map", icon: Network, key: "m" },
  { href: "/services", label: "Services", icon: List, key: "s" },
  { href: "/leases", label: "Leases", icon: Timer, key: "l" },
  { href: "/events", label: "Events", icon: Activity, key: "e" },
  { href: "/balancer", label: "Balancer", icon: Scale, key: "b" },
  { href: "/stage", label: "Stage", icon: Presentation, key: "t" },
  { href: "/fleet", label: "Fleet", icon: Boxes, key: "f", only: "fleet" },
  { href: "/audit", label: "Audit", icon: ScrollText, key: "a" },
  { href: "/unrecognized", label: "Unrecognized", icon: FileQuestion, key: "u" },
];

/** Pages that a room looks at: they have the screen and the keys to themselves. */
const BARE: readonly string[] = ["/stage", "/wall"];

export function isBare(pathname: string): boolean {
  return BARE.some((href) => pathname === href || pathname.startsWith(`${href}/`));
}

/** The page a path belongs to; an instance belongs to its service, and so does what the console registered. */
export function pageOf(pathname: string): ShellPage | null {
  if (/^\/(instances|registrations)/.test(pathname)) return pageOf("/services");
  return PAGES.find((page) => pathname === page.href || pathname.startsWith(`${page.href}/`)) ?? null;
}

/** Pages below another that are no name of anything in the registry. */
const WITHIN: Readonly<Record<string, string>> = { "/leases/hygiene": "Hygiene" };

/** The id of the instance that the address shows; null on other pages. */
export function instanceIdIn(pathname: string): string | null {
  const [, page, id] = pathname.split("/");
  return page === "instances" && id ? decodePath(id) : null;
}

/**
 * What the address says where we are: pages, then the name of what is shown. An instance's address holds its key, which
 * begins like that of its neighbours: `instance` is its name, where it is known; else the key's last part stands there.
 */
export function crumbsOf(pathname: string, instance: string | null = null): { label: string; href: string | null }[] {
  const page = pageOf(pathname);
  if (!page) return [];
  const name = pathname.split("/")[2];
  if (!name) return [{ label: page.label, href: null }];
  return [
    { label: page.label, href: page.href },
    { label: WITHIN[pathname] ?? instanceLabel(pathname, instance) ?? decodePath(name), href: null },
  ];
}

function instanceLabel(pathname: string, instance: string | null): string | null {
  const id = instanceIdIn(pathname);
  return id === null ? null : instance || (id.split("/").findLast((part) => part !== "") ?? id);
}

/** A segment of the address as a name; as it stands where it is not well-formed. */
export function decodePath(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** For addresses. Half a character, which a value may hold, would make encodeURIComponent throw. */
export function encodeText(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}

/** The address of a service's page. Names may hold anything, slashes too. */
export function servicePath(name: string): string {
  return `/services/${encodeText(name)}`;
}

/** The address of an instance's page. Its id is a key and may hold anything. */
export function instancePath(id: string): string {
  return `/instances/${encodeText(id)}`;
}
