"use client";
import { useBoot } from "@/components/live/live-provider";
import { cn } from "@/components/ui/cn";
import { SafeText } from "@/components/ui/safe-text";
import type { EnvironmentColour } from "@/lib/api/boot";

/** Whoever names an environment names its colour; these are not colours of states. */
const COLOURS: Record<EnvironmentColour, string> = {
  grey: "[--env:oklch(0.62_0.01_235)]",
  red: "[--env:oklch(0.62_0.21_25)]",
  orange: "[--env:oklch(0.7_0.17_50)]",
  amber: "[--env:oklch(0.76_0.15_80)]",
  green: "[--env:oklch(0.66_0.16_145)]",
  teal: "[--env:oklch(0.68_0.11_185)]",
  blue: "[--env:oklch(0.63_0.16_250)]",
  violet: "[--env:oklch(0.62_0.17_295)]",
  pink: "[--env:oklch(0.66_0.19_350)]",
};

/** Which registry this is. Stands in the top bar and in every confirmation. */
export function EnvironmentTag() {
  const { environment, embedded } = useBoot();
  if (!environment) return <span className="text-prose max-sm:hidden">{embedded ? "embedded etcd" : "etcd"}</span>;
  return (
    <span
      className={cn(
        "inline-flex h-5.5 items-center gap-1.5 rounded-[4px] border border-(--env)/45 bg-(--env)/16 px-2 font-medium text-12 text-ink max-sm:flex-none",
        "before:size-1.75 before:flex-none before:rounded-[2px] before:bg-(--env)",
        "[&>bdi]:max-w-[22ch] [&>bdi]:overflow-hidden [&>bdi]:text-ellipsis max-sm:[&>bdi]:max-w-[8ch]",
        COLOURS[environment.colour],
      )}
    >
      <SafeText text={environment.name} max={40} />
    </span>
  );
}
