/**
 * Letters of other alphabets that look like Latin ones, beside the letter that a reader takes each for. Only what is common in
 * deceptive names: small and capital letters of Cyrillic and Greek, Armenian, and Latin letters of other shapes
 * (https://www.unicode.org/Public/security/latest/confusables.txt has them all).
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: "аАαΑɑᴀ",
  b: "вВβΒЬьʙ",
  c: "сСϲϹᴄ",
  d: "ԁժđɗᴅ",
  e: "еЕεΕєҽᴇəэ",
  f: "ғϝꜰƒ",
  g: "ɡɢց",
  h: "һНнΗհʜ",
  i: "іІїιΙıɩɪ",
  j: "јЈϳᴊ",
  k: "кКκΚᴋ",
  l: "ӏӀłʟⅼ",
  m: "мМΜᴍ",
  n: "пηΝոɴ",
  o: "оОοΟσօøᴏ",
  p: "рРρΡᴘ",
  q: "ԛգ",
  r: "гʀяᴦ",
  s: "ѕЅꜱʂ",
  t: "тТτΤᴛ",
  u: "υμսᴜ",
  v: "νѵѴᴠ",
  w: "ԝԜωшᴡ",
  x: "хХχΧ",
  y: "уУγΥүʏ",
  z: "ζΖᴢ",
};

const LATIN = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([latin, others]) => Array.from(others, (other) => [other, latin] as const)),
);

/** The text with every such letter replaced, and without accents: `pаssword` with a Cyrillic a is `password`. */
export function asLatin(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: whether there is anything but ASCII.
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "");
  return Array.from(plain, (letter) => LATIN.get(letter) ?? letter).join("");
}
