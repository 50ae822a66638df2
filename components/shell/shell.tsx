"use client";
import { usePathname } from "next/navigation";
import { type ReactNode, useCallback, useState } from "react";
import { ActionsProvider } from "@/components/actions/actions-provider";
import { AlarmBanner } from "@/components/cluster/alarm-banner";
import { HelpDialog } from "./help-dialog";
import { Rail, TabBar } from "./navigation";
import { isBare } from "./pages";
import { PaletteProvider } from "./palette/palette-provider";
import { StaleBanner } from "./stale-banner";
import { SweepBanner } from "./sweep-banner";
import { TopBar } from "./top-bar";
import { useShortcuts } from "./use-shortcuts";

/** What stands around every page, but for those that a room looks at: they have the screen and the keys to themselves. */
export function Shell({ children }: { children: ReactNode }) {
  return isBare(usePathname()) ? children : <Frame>{children}</Frame>;
}

function Frame({ children }: { children: ReactNode }) {
  const [searching, setSearching] = useState(false);
  const [helping, setHelping] = useState(false);
  const onSearch = useCallback(() => setSearching(true), []);
  const onHelp = useCallback(() => setHelping(true), []);
  useShortcuts({ onSearch, onHelp });
  return (
    <PaletteProvider open={searching} onOpenChange={setSearching} onHelp={onHelp}>
      <ActionsProvider>
        <a
          className="fixed -top-15 left-3 z-60 rounded-control bg-button px-3.5 py-2 font-medium text-button focus:top-2"
          href="#main"
        >
          Skip to the content
        </a>
        <div className="grid h-dvh grid-cols-[var(--rail)_minmax(0,1fr)] grid-rows-[var(--topbar)_minmax(0,1fr)] overflow-hidden max-sm:grid-cols-[minmax(0,1fr)] max-sm:grid-rows-[52px_minmax(0,1fr)_58px]">
          <Rail />
          <TopBar onSearch={onSearch} onHelp={onHelp} />
          <div className="flex min-h-0 min-w-0 flex-col">
            <StaleBanner />
            <AlarmBanner />
            <SweepBanner />
            {children}
          </div>
          <TabBar />
        </div>
      </ActionsProvider>
      <HelpDialog open={helping} onClose={() => setHelping(false)} />
    </PaletteProvider>
  );
}
