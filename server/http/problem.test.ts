import { describe, expect, it } from "vitest";
import { problemSchema } from "@/lib/api/problem";
import { Problem } from "@/lib/errors";
import { EtcdError } from "@/lib/etcd/port";
import { problemBody, problemOf } from "./problem";

describe("problems", () => {
  it("have the shape of RFC 9457", () => {
    const body = problemBody(new Problem("conflict", "It changed.", { current: { a: 1 } }), "id1");
    expect(problemSchema.parse(body)).toEqual({
      type: "urn:rollcall:problem:conflict",
      title: "The key changed in the meantime",
      status: 409,
      detail: "It changed.",
      code: "conflict",
      instance: "id1",
      current: { a: 1 },
    });
  });

  it("hide what nobody foresaw behind the request's id", () => {
    const problem = problemOf(new Error("secret: /etc/passwd"));
    expect(problem.status).toBe(500);
    const text = JSON.stringify(problemBody(problem, "id2"));
    expect(text).not.toContain("secret");
    expect(text).toContain("id2");
  });

  it.each([
    ["unavailable", 503],
    ["no-leader", 503],
    ["timeout", 504],
    ["permission-denied", 502],
    ["compacted", 410],
    ["future-revision", 400],
    ["key-not-found", 404],
    ["lease-not-found", 404],
    ["lease-exists", 409],
    ["too-large", 413],
    ["no-space", 507],
    ["overloaded", 503],
    ["learner", 503],
    ["corrupt", 503],
    ["invalid", 502],
    ["cancelled", 503],
    ["internal", 500],
  ] as const)("turn etcd's %s into %i", (code, status) => {
    expect(problemOf(new EtcdError(code, "A sentence.")).status).toBe(status);
  });
});
