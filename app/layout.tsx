import "./styles/index.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";
import { Shell } from "@/components/shell/shell";
import { EARLY_SNAPSHOT } from "@/lib/live/early-snapshot";
import { runtime } from "@/lib/runtime";

export const metadata: Metadata = {
  title: { default: "Rollcall", template: "%s · Rollcall" },
  description: "The live console for service registries kept in etcd",
  robots: { index: false },
  // Files of public/. The drawing first; the pictures are for those who do not take it.
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/icon.svg", type: "image/svg+xml", sizes: "any" },
      { url: "/icon-48.png", type: "image/png", sizes: "48x48" },
    ],
    apple: { url: "/apple-touch-icon.png", sizes: "180x180" },
  },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: dark)", color: "#0d1113" },
    { media: "(prefers-color-scheme: light)", color: "#f9fafb" },
  ],
};

/** The nonce is made per request (proxy.ts), so every page is rendered per request. */
export default async function Layout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // next-themes sets data-theme before the first paint.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of our own, under the request's nonce */}
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: EARLY_SNAPSHOT }} suppressHydrationWarning />
      </head>
      <body>
        <Providers boot={runtime().boot()} nonce={nonce}>
          <Shell>{children}</Shell>
        </Providers>
      </body>
    </html>
  );
}
