import Link from "next/link";
import { tabs } from "@/components/ui/tabs";
import { NotObserved } from "./lease-lane";

const PAGES = [
  { id: "leases", href: "/leases", label: "All leases" },
  { id: "hygiene", href: "/leases/hygiene", label: "Hygiene" },
] as const;

/** The two ways to look at leases. */
export function LeaseNav({ current }: { current: (typeof PAGES)[number]["id"] }) {
  const look = tabs();
  return (
    <>
      <nav className={look.list()} aria-label="Leases">
        {PAGES.map(({ id, href, label }) => (
          <Link
            key={id}
            className={look.tab()}
            href={href}
            prefetch={false}
            {...(id === current && { "aria-current": "page" as const })}
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className="mb-3 empty:hidden">
        <NotObserved />
      </div>
    </>
  );
}
