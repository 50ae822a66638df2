import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { NotTaken } from "@/lib/discovery/calls/attempt";
import { hasNoBody } from "@/lib/discovery/calls/bodiless";
import type { Receiver } from "@/lib/discovery/calls/call.types";
import { Exchange } from "@/lib/discovery/calls/exchange";
import type { CallFailure } from "@/lib/discovery/calls/failures";
import { type AnswerContext, answerHeaders } from "./answer-headers";
import type { Line } from "./line";
import { problemOfFailure, refuse } from "./problems";
import type { RequestBody } from "./request-body";
import { requestHeaders } from "./request-headers";

/** Up to so many bytes a whole answer is handed to Node as text, which it sends in one write together with its headers. */
const SMALL = 4_096;

/** What was asked of the service, under which of its paths, and how a browser may use the answer. */
export type Asked = Pick<AnswerContext, "prefix" | "path" | "shown">;

/** One request on its way through: hands the answer on as it comes, as fast as the client reads. */
export class ProxiedRequest implements Receiver {
  readonly exchange: Exchange;
  /** Written with the first of the body: an answer that breaks off before that is one that failed. */
  private head: { status: number; headers: string[] } | null = null;
  private length: number | null = null;
  private received = 0;
  private ended = false;
  private resume: () => void = () => {};

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly line: Line,
    private readonly requestId: string,
    private readonly log: Pick<Logger, "warn">,
    private readonly asked: Asked,
    body: RequestBody,
  ) {
    const headers = requestHeaders(request, requestId);
    this.exchange = new Exchange(
      { method: request.method ?? "GET", path: asked.path, headers, body },
      line.parts,
      this,
    );
  }

  /**
   * The instance's reason phrase stays here: it may hold anything, and means nothing to anybody (RFC 9112 4). Node
   * writes the status's own.
   */
  onAnswer(status: number, rawHeaders: Buffer[], _reason: string, resume: () => void): boolean {
    const none = hasNoBody(this.request.method ?? "GET", status);
    const { headers, length } = answerHeaders(rawHeaders, {
      ...this.asked,
      requestId: this.requestId,
      withoutLength: none && this.request.method !== "HEAD",
    });
    this.length = none ? null : length;
    this.head = { status, headers };
    this.resume = resume;
    return true;
  }

  private begin(): void {
    if (this.head) this.response.writeHead(this.head.status, this.head.headers);
    this.head = null;
  }

  onData(chunk: Buffer): boolean {
    this.begin();
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
    this.begin();
    if (!this.ended) this.response.end();
  }

  onFailure(failure: CallFailure): void {
    const { service } = this.line;
    if (failure instanceof NotTaken)
      this.log.warn(
        { err: failure.cause, service, request: this.requestId },
        "An instance's answer could not be handed on",
      );
    refuse(this.request, this.response, problemOfFailure(failure, service), this.requestId);
  }
}
