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
  // Development only: names under which the pages may ask for hot reload and sources.
  allowedDevOrigins: ["127.0.0.1", "localhost"],
};

export default config;
