"use client";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useLive } from "@/components/live/use-live";
import { cn } from "@/components/ui/cn";
import { count } from "@/components/ui/format";
import { Menu, MenuLinkItem } from "@/components/ui/menu";
import { Mark } from "./mark";
import { pageOf, type ShellPage } from "./pages";
import { usePages } from "./use-pages";

/** A picture above its word; a bar at the edge marks the page that is open. */
const LOOK = {
  rail: {
    item: "relative mx-1.5 my-px flex h-13 flex-col items-center justify-center gap-1 rounded-control text-10 whitespace-nowrap ",
    here: "bg-raised font-medium text-ink before:absolute before:inset-y-3.75 before:-left-1.5 before:w-0.5 before:rounded-r-[2px] before:bg-ink",
    elsewhere: "text-muted hover:bg-panel hover:text-ink",
    icon: "icon size-4.5",
    badge: "right-1.5",
  },
  tabs: {
    item: "relative flex flex-col items-center justify-center gap-1 text-10",
    here: "font-medium text-ink before:absolute before:-top-px before:h-0.5 before:w-7 before:bg-ink",
    elsewhere: "text-muted",
    icon: "icon size-5",
    badge: "right-[calc(50%-26px)]",
  },
} as const;
type Place = keyof typeof LOOK;

function Item({ page, place, current, badge }: { page: ShellPage; place: Place; current: boolean; badge: number }) {
  const Icon = page.icon;
  const look = LOOK[place];
  return (
    <Link
      // The longest word of the rail is wider than its place by two pixels.
      className={cn(
        look.item,
        current ? look.here : look.elsewhere,
        place === "rail" && (page.href === "/unrecognized" ? "tracking-[-0.04em]" : "tracking-[-0.01em]"),
      )}
      href={page.href}
      prefetch={false}
      {...(current && { "aria-current": "page" as const })}
    >
      <Icon className={look.icon} aria-hidden />
      {page.label}
      {badge > 0 && (
        <span
          className={cn(
            "absolute top-1.25 h-3.5 min-w-3.5 rounded-[7px] bg-pressed px-0.75 text-center font-mono font-semibold text-[9.5px] text-ink leading-3.5 shadow-[0_0_0_2px_var(--bg-sunk)]",
            look.badge,
          )}
        >
          {badge > 99 ? "99+" : count(badge)}
          <span className="vh"> keys</span>
        </span>
      )}
    </Link>
  );
}

function Items({ pages, place }: { pages: readonly ShellPage[]; place: Place }) {
  const current = pageOf(usePathname());
  const unrecognized = useLive((state) => state.view?.unrecognized.size ?? 0);
  return pages.map((page) => (
    <Item
      key={page.href}
      page={page}
      place={place}
      current={page === current}
      badge={page.href === "/unrecognized" ? unrecognized : 0}
    />
  ));
}

export function Rail() {
  return (
    <nav
      className="row-span-full flex flex-col items-stretch border-line-soft border-r bg-sunk pb-2 max-sm:hidden"
      aria-label="Main"
    >
      <Link
        className="mb-1.5 grid h-topbar place-items-center rounded-control"
        href="/"
        prefetch={false}
        aria-label="Rollcall"
      >
        <Mark />
      </Link>
      <Items pages={usePages()} place="rail" />
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
    <nav className="hidden auto-cols-fr grid-flow-col border-line-soft border-t bg-sunk max-sm:grid" aria-label="Main">
      <Items pages={pages.filter(isTab)} place="tabs" />
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
        <button type="button" className={cn(LOOK.tabs.item, isHere ? LOOK.tabs.here : LOOK.tabs.elsewhere)}>
          <Ellipsis className={LOOK.tabs.icon} aria-hidden />
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
