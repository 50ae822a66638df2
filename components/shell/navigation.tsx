"use client";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useLive } from "@/components/live/use-live";
import { count } from "@/components/ui/format";
import { Menu, MenuLinkItem } from "@/components/ui/menu";
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

function Items({ pages }: { pages: readonly ShellPage[] }) {
  const current = pageOf(usePathname());
  const unrecognized = useLive((state) => state.view?.unrecognized.size ?? 0);
  return pages.map((page) => (
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
      <Items pages={usePages()} />
    </nav>
  );
}

/** What a thumb reaches at once; the other pages stand behind "More". */
const TABS: readonly string[] = ["/", "/services", "/events", "/balancer"];

/** The rail of a phone. */
export function TabBar() {
  const pages = usePages();
  const isTab = ({ href }: ShellPage) => TABS.includes(href);
  return (
    <nav className="tabbar" aria-label="Main">
      <Items pages={pages.filter(isTab)} />
      <More pages={pages.filter((page) => !isTab(page))} />
    </nav>
  );
}

function More({ pages }: { pages: readonly ShellPage[] }) {
  const current = pageOf(usePathname());
  const isHere = current !== null && pages.includes(current);
  return (
    <Menu
      side="top"
      sideOffset={8}
      collisionPadding={8}
      trigger={
        <button type="button" className="tab-more" data-here={isHere || undefined}>
          <Ellipsis className="icon" aria-hidden />
          More
        </button>
      }
    >
      {pages.map(({ href, label, icon: Icon }) => (
        <MenuLinkItem
          key={href}
          closeOnClick
          render={<Link href={href} prefetch={false} />}
          {...(current?.href === href && { "aria-current": "page" as const })}
        >
          <Icon className="icon" aria-hidden />
          <span className="min-w-0 flex-1">{label}</span>
        </MenuLinkItem>
      ))}
    </Menu>
  );
}
