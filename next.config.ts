import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // server/ owns compression and the headers; Next only renders pages.
  compress: false,
};

export default config;
