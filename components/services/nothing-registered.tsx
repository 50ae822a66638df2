"use client";
import { useBoot } from "@/components/live/live-provider";
import { useLive } from "@/components/live/use-live";
import { Prefixes } from "@/components/shell/prefixes";
import { CommandStrip } from "@/components/ui/command-strip";
import { EmptyState } from "@/components/ui/empty-state";
import { count } from "@/components/ui/format";
import { more } from "@/components/ui/link";

/** Nothing is registered, or nothing was when the link broke. */
export function NothingRegistered({ live }: { live: boolean }) {
  const { prefixes, status } = useBoot();
  const unrecognized = useLive((state) => state.view?.unrecognized.size ?? 0);
  const swept = useLive((state) => (state.status ?? status).sweep !== undefined);
  const first = prefixes[0]?.prefix ?? "/";
  if (!live) return <EmptyState title="Nothing was registered when the link broke" />;
  return (
    <EmptyState title={swept ? "Nothing is registered here any more" : "Nothing is registered here yet"}>
      <p>
        etcd answers, and no key that a layout reads starts with{" "}
        <Prefixes prefixes={prefixes.map(({ prefix }) => prefix)} />.
        {unrecognized > 0 && (
          <>
            {" "}
            <a className={more()} href="/unrecognized">
              {count(unrecognized)} unrecognized {unrecognized === 1 ? "key" : "keys"}
            </a>{" "}
            stand there.
          </>
        )}
      </p>
      <p>Put a key and it appears here:</p>
      <CommandStrip
        boxed
        commands={[
          { tool: "etcdctl", line: `etcdctl put ${first}web/local/1 '{"hostname":"127.0.0.1","port":8080}'` },
          { tool: "look", line: "etcdctl get --prefix / --keys-only --limit=20" },
        ]}
      />
    </EmptyState>
  );
}
