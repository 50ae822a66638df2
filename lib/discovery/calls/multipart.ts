import { randomBytes } from "node:crypto";

/**
 * A form as multipart/form-data (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
 * A `Response` would make the same, but with another boundary each time and readable once; a Blob holds the files by
 * reference and can be read again.
 */
export function multipartOf(form: FormData): { content: Blob; contentType: string } {
  const boundary = `----rollcall-${randomBytes(16).toString("hex")}`;
  const parts: (string | Blob)[] = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(withLineEnds(name))}"`;
    if (typeof value === "string") parts.push(`${head}\r\n\r\n${withLineEnds(value)}\r\n`);
    else {
      const type = value.type === "" ? "application/octet-stream" : value.type;
      parts.push(`${head}; filename="${escaped(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`, value, "\r\n");
    }
  }
  parts.push(`--${boundary}--\r\n`);
  return { content: new Blob(parts), contentType: `multipart/form-data; boundary=${boundary}` };
}

function withLineEnds(text: string): string {
  return text.replaceAll(/\r?\n|\r/g, "\r\n");
}

function escaped(name: string): string {
  return name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
}
