"use client";
import { ExternalLink } from "lucide-react";
import type { LayoutsAnswer } from "@/lib/api/layouts";
import { useLayouts } from "../api/use-layouts";
import { Skeleton } from "../ui/skeleton";

type Layout = LayoutsAnswer["layouts"][number];

const DELETING: Record<Layout["write"]["delete"], string> = {
  ok: "Deleting the key takes the instance out.",
  futile: "Deleting the key is futile: its owner puts it back.",
  danger: "Deleting the key does harm beyond this instance.",
  never: "This key must not be deleted by hand.",
};

/** Which convention read the registration, and what a delete would do under it. */
export function LayoutNote({ id, keyText, gone }: { id: string; keyText: string; gone: boolean }) {
  const layouts = useLayouts();
  const layout = layouts.data?.find((one) => one.id === id);
  if (layouts.isPending) return <Skeleton width={220} />;
  if (!layout) return <p className="mid">Read as {id}.</p>;
  const prefix = layout.prefixes.filter((one) => keyText.startsWith(one)).sort((a, b) => b.length - a.length)[0];
  return (
    <div className="grid gap-1.25 text-12 leading-normal">
      <p>
        <b>{layout.title}</b> <span className="mono dim">{layout.id}</span>{" "}
        {layout.docs && (
          <a
            href={layout.docs}
            target="_blank"
            rel="noreferrer noopener"
            className="text-prose underline decoration-line-hard underline-offset-3"
          >
            docs <ExternalLink className="icon inline size-2.75 align-[-1px]" aria-hidden />
          </a>
        )}
      </p>
      {layout.rules
        .filter((rule) => rule.role === "instance")
        .slice(0, 2)
        .map((rule) => (
          <p key={rule.key + rule.codec} className="mono dim wrap-anywhere">
            {prefix ? rule.key.replace("{prefix}", prefix) : rule.key} = {rule.codec}
          </p>
        ))}
      {!gone && (
        <p className="mid">
          {DELETING[layout.write.delete]} {layout.write.note}
        </p>
      )}
    </div>
  );
}
