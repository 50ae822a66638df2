"use client";
import { setText, useTick } from "@/components/live/ticker-context";
import { useLive } from "@/components/live/use-live";
import { EnvironmentTag } from "@/components/shell/environment-tag";
import { LiveLight } from "@/components/shell/live-light";
import { clock, plural } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import type { ServiceSummary } from "@/lib/registry/select";
import { isUnwell } from "./unwell";

/** One sentence that the room can read, the time, and whether any of it is of now. */
export function WallHead({ services, q }: { services: readonly ServiceSummary[]; q: string }) {
  const wrong = services.filter(isUnwell).length;
  const instances = services.reduce((sum, { total }) => sum + total, 0);
  const missing = useLive(({ status }) => status?.sweep?.missing ?? 0);
  const time = useTick<HTMLSpanElement>((element, now) => setText(element, clock(now)));
  return (
    <header className="flex min-w-0 flex-wrap items-center gap-[clamp(10px,1.4vw,28px)] px-[clamp(16px,2vw,40px)] py-[clamp(12px,1.4vw,28px)]">
      <EnvironmentTag />
      <h1 className="text-[clamp(18px,2vw,44px)] tracking-[-0.02em]">
        {wrong === 0 && missing > 0
          ? `${plural(missing, "registration is", "registrations are")} missing`
          : wrong === 0
            ? `${plural(services.length, "service")}, ${plural(instances, "instance")}, all well`
            : `${plural(wrong, "service needs", "services need")} a look`}
      </h1>
      {q !== "" && (
        <code className="mono dim">
          <SafeText text={q} max={80} />
        </code>
      )}
      <span className="min-w-0 flex-1" />
      <LiveLight />
      <span ref={time} className="num text-[clamp(16px,1.7vw,36px)] text-prose" aria-hidden />
    </header>
  );
}
