import { join } from "node:path";

/** What every origin answers: small, as health checks and most calls between services are. */
export const ANSWER = "hello from an instance";

/** A lone nginx worker in the foreground that keeps everything of its own in `scratch`. */
function nginx(scratch: string, name: string, http: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `  ${kind}_temp_path ${join(scratch, `${name}-${kind}`)};`)
    .join("\n");
  return `daemon off;
worker_processes 1;
pid ${join(scratch, `${name}.pid`)};
error_log stderr crit;
events { worker_connections 2048; }
http {
${temporary}
  access_log off;
  keepalive_requests 1000000000;
${http}
}
`;
}

export function originConfig(scratch: string, ports: readonly number[]): string {
  const listen = ports.map((port) => `listen 127.0.0.1:${port};`).join(" ");
  return nginx(
    scratch,
    "origin",
    `  server { ${listen} location / { default_type text/plain; return 200 "${ANSWER}"; } }`,
  );
}

export function nginxConfig(scratch: string, port: number, origins: readonly number[]): string {
  const servers = origins.map((origin) => `server 127.0.0.1:${origin};`).join(" ");
  return nginx(
    scratch,
    "proxy",
    `  upstream web { ${servers} keepalive 128; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:${port}; location / {
    proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://web;
  } }`,
  );
}

export function haproxyConfig(port: number, origins: readonly number[]): string {
  const servers = origins.map((origin, index) => `  server s${index} 127.0.0.1:${origin}`).join("\n");
  return `global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
frontend bench
  bind 127.0.0.1:${port}
  default_backend web
backend web
  balance roundrobin
${servers}
`;
}
