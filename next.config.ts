import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The server in front owns the headers, and it speaks to this machine only: compressing would cost more than it saves.
  compress: false,
  // `npm test` checks the types; a build for `npm start` need not do it again.
  typescript: { ignoreBuildErrors: true },
  // No image of ours needs it, and its optimizer fetches what a URL names.
  images: { unoptimized: true },
  // The files of public/ keep their names when they change: a browser holds one for a day, then asks whether it changed.
  // What is not in this list is asked for each time.
  headers: async () => [
    {
      source:
        "/:file(favicon\\.ico|icon\\.svg|icon-\\d+\\.png|icon-maskable-\\d+\\.png|apple-touch-icon\\.png|manifest\\.webmanifest|robots\\.txt)",
      headers: [{ key: "Cache-Control", value: "public, max-age=86400" }],
    },
  ],
  // Development only: names under which the pages may ask for hot reload and sources.
  allowedDevOrigins: ["127.0.0.1", "localhost"],
};

export default config;
