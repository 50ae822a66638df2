import { expect } from "vitest";

/** Each tag closed in its turn, attributes in quotes, and nothing in between that XML forbids. */
export function expectWellFormed(svg: string): void {
  const open: string[] = [];
  const rest = svg.replace(/<(\/?)(\w+)((?:\s+[\w:-]+="[^"<]*")*)(\/?)>/g, (_tag, end, name, _attributes, empty) => {
    if (end) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name);
    return "";
  });
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|#39);)/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(rest).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/u);
}
