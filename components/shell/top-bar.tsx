"use client";
import { ChevronRight, CircleHelp, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment } from "react";
import { ClusterLight } from "@/components/cluster/cluster-light";
import { useInstance } from "@/components/live/use-live";
import { IconButton } from "@/components/ui/button";
import { SafeText } from "@/components/ui/safe-text";
import { Kbd } from "@/components/ui/tag";
import { EnvironmentTag } from "./environment-tag";
import { LiveLight } from "./live-light";
import { crumbsOf, instanceIdIn } from "./pages";
import { ThemeMenu } from "./theme-menu";

export function TopBar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  return (
    <header className="flex min-w-0 items-center gap-3 border-line-soft border-b bg-app pr-3.5 pl-4.5 max-sm:gap-2 max-sm:pr-2.5 max-sm:pl-4">
      <Crumbs />
      <button
        type="button"
        className="ml-auto flex h-7.5 min-w-0 flex-[0_1_180px] items-center gap-2 rounded-control border border-line bg-panel pr-1.5 pl-2.5 text-12 text-muted transition-colors hover:border-line-hard max-sm:hidden min-[1100px]:basis-72"
        aria-label="Find a service, key or lease, or run a command"
        onClick={onSearch}
      >
        <Search className="icon size-3.5" aria-hidden />
        <span className="min-w-0 flex-1 truncate">Find a service, key or lease</span>
        <Kbd className="max-[1100px]:hidden">⌘K</Kbd>
      </button>
      <IconButton className="sm:hidden" label="Find" icon={Search} onClick={onSearch} />
      <LiveLight />
      <ClusterLight />
      <ThemeMenu />
      <IconButton className="max-sm:hidden" label="Keyboard (?)" icon={CircleHelp} onClick={onHelp} />
    </header>
  );
}

function Crumbs() {
  const pathname = usePathname();
  const shown = useInstance(instanceIdIn(pathname) ?? "");
  const crumbs = crumbsOf(pathname, shown?.instance.instance ?? null);
  return (
    <nav
      className="flex min-w-0 items-center gap-1.75 whitespace-nowrap text-muted max-sm:flex-1 max-sm:overflow-hidden max-sm:text-15"
      aria-label="Where you are"
    >
      <EnvironmentTag />
      {crumbs.map((crumb) => (
        <Fragment key={crumb.label}>
          <ChevronRight className="icon size-3 stroke-faint max-sm:hidden" aria-hidden />
          {crumb.href ? (
            <Link className="text-prose hover:text-ink max-sm:hidden" href={crumb.href} prefetch={false}>
              {crumb.label}
            </Link>
          ) : (
            <b className="min-w-0 truncate font-medium text-ink max-sm:font-semibold" aria-current="page">
              <SafeText text={crumb.label} max={80} />
            </b>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
