import { Document, Scalar, visit } from "yaml";
import { isPrintable, printableLines } from "@/lib/printable";

/** As a block, such a text does not read back as it was. */
const BLANK_FIRST_LINE = /^\s*\n/;

/**
 * YAML that every reader takes for the same: texts that YAML 1.1 or 1.2 would read as something else (`1.50`, `on`,
 * `2026-12-01`, `null`) stand in quotes, and so do those with characters that steer a terminal or cannot be seen, which
 * are escaped. Written without folding, so that a line of it can be searched for.
 */
export function writeYaml(value: unknown): string {
  const document = new Document(value, { version: "1.2", compat: "yaml-1.1", aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== "string") return;
      if (!isPrintable(node.value) || BLANK_FIRST_LINE.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  // Such characters stand within double quotes only, where their escapes mean the same.
  return printableLines(document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER }));
}
