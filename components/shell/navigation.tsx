"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useLive } from "@/components/live/use-live";
import { count } from "@/components/ui/format";
import { Mark } from "./mark";
import { pageOf, type ShellPage } from "./pages";
import { usePages } from "./use-pages";

function Item({ page, current, badge }: { page: ShellPage; current: boolean; badge: number }) {
  const Icon = page.icon;
  return (
    <Link href={page.href} prefetch={false} {...(current && { "aria-current": "page" as const })}>
      <Icon className="icon" aria-hidden />
      {page.label}
      {badge > 0 && (
        <span className="badge">
          {badge > 99 ? "99+" : count(badge)}
          <span className="vh"> keys</span>
        </span>
      )}
    </Link>
  );
}

function Items() {
  const current = pageOf(usePathname());
  const unrecognized = useLive((state) => state.view?.unrecognized.size ?? 0);
  return usePages().map((page) => (
    <Item
      key={page.href}
      page={page}
      current={page === current}
      badge={page.href === "/unrecognized" ? unrecognized : 0}
    />
  ));
}

export function Rail() {
  return (
    <nav className="rail" aria-label="Main">
      <Link className="mark" href="/" prefetch={false} aria-label="Rollcall">
        <Mark />
      </Link>
      <Items />
    </nav>
  );
}

/** The rail of a phone. */
export function TabBar() {
  return (
    <nav className="tabbar" aria-label="Main">
      <Items />
    </nav>
  );
}
