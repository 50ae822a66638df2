"use client";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { WritesProvider } from "@/components/actions/use-writes";
import { QueryProvider } from "@/components/api/query-provider";
import { LeaseProvider } from "@/components/leases/lease-provider";
import { LiveProvider } from "@/components/live/live-provider";
import { SightingsProvider } from "@/components/sightings/sightings-provider";
import { ToastProvider } from "@/components/ui/toast";
import type { Boot } from "@/lib/api/boot";

/** Everything a page may ask its surroundings for. `nonce` is what the policy lets inline scripts and styles pass with. */
export function Providers({ boot, nonce, children }: { boot: Boot; nonce: string | undefined; children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements {...(nonce && { nonce })}>
      <ThemeProvider
        attribute="data-theme"
        defaultTheme="system"
        enableSystem
        disableTransitionOnChange
        {...(nonce && { nonce })}
      >
        <QueryProvider>
          <LiveProvider boot={boot}>
            <WritesProvider>
              <LeaseProvider>
                <SightingsProvider>
                  <ToastProvider>{children}</ToastProvider>
                </SightingsProvider>
              </LeaseProvider>
            </WritesProvider>
          </LiveProvider>
        </QueryProvider>
      </ThemeProvider>
    </CSPProvider>
  );
}
