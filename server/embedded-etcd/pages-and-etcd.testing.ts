/** What a page in a browser beside the console can send to a port of this machine, and what it would get to read. */
import { request } from "node:http";

export interface PageRequest {
  method: string;
  path: string;
  /** What the browser writes into Host: of a name that was made to resolve to 127.0.0.1, that name. */
  host?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface PageAnswer {
  status: number;
  /** Whose scripts may read the answer. */
  readableBy: string | undefined;
  body: string;
}

/** With node:http, for fetch does not let a Host be chosen. */
export function asPage(port: number, { method, path, host, headers, body }: PageRequest): Promise<PageAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ host: "127.0.0.1", port, method, path, agent: false },
        headers: { host: `${host ?? "127.0.0.1"}:${port}`, origin: "http://evil.example", ...headers },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece: string) => {
          text += piece;
        });
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            readableBy: answer.headers["access-control-allow-origin"],
            body: text,
          }),
        );
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
}
