import { describe, expect, it } from "vitest";
import { withParams } from "../ui/use-url-params";
import { paramsOf, queryTextOf } from "./query-params";

const OLD = { state: "state", dc: "dc" };
const text = (search: string) => queryTextOf(new URLSearchParams(search), OLD);

describe("the query in the address", () => {
  it("is q", () => {
    expect(text("?q=service%3Aweb+-dc%3Aeu&sort=name")).toBe("service:web -dc:eu");
    expect(text("")).toBe("");
  });

  it("holds what an older link says in parameters of its own", () => {
    expect(text("?q=web&state=late&state=draining&dc=eu+west&state=late")).toBe('web state:late,draining dc:"eu west"');
    expect(text("?state=")).toBe("");
  });

  it("takes their place with the first change", () => {
    expect(withParams("?state=late&dc=eu&sort=name", paramsOf("dc:eu", OLD))).toBe("?sort=name&q=dc%3Aeu");
    expect(withParams("?q=a&state=late", paramsOf(" ", OLD))).toBe("");
  });
});
