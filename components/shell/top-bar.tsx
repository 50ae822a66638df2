"use client";
import { ChevronRight, CircleHelp, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment } from "react";
import { ClusterLight } from "@/components/cluster/cluster-light";
import { IconButton } from "@/components/ui/button";
import { SafeText } from "@/components/ui/safe-text";
import { Kbd } from "@/components/ui/tag";
import { EnvironmentTag } from "./environment-tag";
import { LiveLight } from "./live-light";
import { crumbsOf } from "./pages";
import { ThemeMenu } from "./theme-menu";

export function TopBar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  return (
    <header className="topbar">
      <Crumbs />
      <button
        type="button"
        className="search"
        aria-label="Find a service, key or lease, or run a command"
        onClick={onSearch}
      >
        <Search className="icon" aria-hidden />
        <span className="min-w-0 flex-1">Find a service, key or lease</span>
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
  const crumbs = crumbsOf(usePathname());
  return (
    <nav className="crumbs" aria-label="Where you are">
      <EnvironmentTag />
      {crumbs.map((crumb) => (
        <Fragment key={crumb.label}>
          <ChevronRight className="icon" aria-hidden />
          {crumb.href ? (
            <Link href={crumb.href} prefetch={false}>
              {crumb.label}
            </Link>
          ) : (
            <b aria-current="page">
              <SafeText text={crumb.label} max={80} />
            </b>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
