/** Stands where a secret stood. */
export const REDACTED = "«redacted»";

/** What is nobody's secret: behind the name of one it says whether there is any. */
export function isNoSecret(text: string): boolean {
  return text.length <= 9 && /^(?:true|false|null|none|undefined)?$/i.test(text);
}
