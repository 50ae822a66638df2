import type { IncomingMessage, ServerResponse } from "node:http";
import type { Receiver } from "@/lib/discovery/calls/call.types";
import { Exchange } from "@/lib/discovery/calls/exchange";
import type { CallFailure } from "@/lib/discovery/calls/failures";
import { sendProblem } from "@/server/http/problem";
import { answerHeaders, requestHeaders } from "./headers";
import type { Line } from "./line";
import { problemOfFailure } from "./problems";
import type { RequestBody } from "./request-body";

/** Up to so many bytes a whole answer is handed to Node as text, which it sends in one write together with its headers. */
const SMALL = 4_096;

/** One request on its way through: hands the answer on as it comes, as fast as the client reads. */
export class ProxiedRequest implements Receiver {
  readonly exchange: Exchange;
  private length: number | null = null;
  private received = 0;
  private ended = false;
  private resume: () => void = () => {};

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly line: Line,
    private readonly requestId: string,
    path: string,
    body: RequestBody,
  ) {
    const headers = requestHeaders(request, requestId);
    this.exchange = new Exchange({ method: request.method ?? "GET", path, headers, body }, line.parts, this);
  }

  onAnswer(status: number, rawHeaders: Buffer[], statusText: string, resume: () => void): boolean {
    const { headers, length } = answerHeaders(rawHeaders, this.requestId);
    this.length = this.request.method === "HEAD" || status === 304 ? null : length;
    this.response.writeHead(status, statusText, headers);
    this.resume = resume;
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.received += chunk.length;
    if (this.received !== this.length) {
      const taken = this.response.write(chunk);
      if (!taken) this.response.once("drain", this.resume);
      return taken;
    }
    this.ended = true;
    if (chunk.length === this.length && chunk.length <= SMALL) this.endSmall(chunk);
    else this.response.end(chunk);
    return true;
  }

  /**
   * As text, which Node puts behind the headers into one string, and with the socket held in our own hands: `end(chunk)`
   * appends an empty write of its own, and gathering two into one costs twice as much as writing one.
   */
  private endSmall(chunk: Buffer): void {
    const { socket } = this.response;
    socket?.cork();
    // Latin-1 has a character for every byte.
    this.response.write(chunk.toString("latin1"), "latin1");
    socket?.uncork();
    this.response.end();
  }

  onEnd(): void {
    if (!this.ended) this.response.end();
  }

  onFailure(failure: CallFailure): void {
    const problem = problemOfFailure(failure, this.line.service);
    if (!this.request.complete && !this.response.headersSent) this.response.setHeader("Connection", "close");
    if (this.response.headersSent) this.response.destroy();
    else sendProblem(this.response, problem, this.requestId, this.request.method === "HEAD");
  }
}
