/**
 * YAML that somebody else wrote, read within limits. The parser is the yaml package's; what it would do with a hostile
 * text is checked before: its composer calls itself at each level (a V8 that runs out of stack there can end the
 * process), and takes time that grows with the square of tags, anchors and equal keys.
 */
import { type Alias, isAlias, isMap, isScalar, isSeq, LineCounter, type Scalar } from "yaml";
import { composeYaml } from "./compose";
import { findTooMuch, mistakeAt, YAML_LIMITS, type YamlMistake } from "./guard";

/** One step down: a member's name, or a place in a list. */
export type YamlPath = readonly (string | number)[];

export interface YamlOptions {
  /**
   * Whether the scalar at a path is wanted as text: then `0012345`, `1e5`, `1.50`, `on` and `true` stay as they are
   * written. `null` and `~` without quotes are refused there, for nobody can tell which of the two is meant.
   */
  isText?(path: YamlPath): boolean;
}

/** Throws a `YamlMistake` with line, column and, where one was passed, the limit. Members of objects are own ones. */
export function readYaml(text: string, { isText = () => false }: YamlOptions = {}): unknown {
  const tooMuch = findTooMuch(text);
  if (tooMuch) throw tooMuch;
  const lines = new LineCounter();
  const contents = composeYaml(text, lines);
  return createReader(lines, isText)(contents, []);
}

function createReader(lines: LineCounter, isText: (path: YamlPath) => boolean) {
  const anchors = new Map<string, unknown>();
  /** What aliases multiply is counted each time. */
  let nodes = 0;

  function read(node: unknown, path: YamlPath): unknown {
    nodes += 1;
    if (nodes > YAML_LIMITS.nodes) throw tooMany(node, `holds more than ${YAML_LIMITS.nodes} values`);
    if (path.length > YAML_LIMITS.depth) throw tooMany(node, `is nested more than ${YAML_LIMITS.depth} levels deep`);
    if (isAlias(node)) return read(target(node), path);
    if (isScalar(node)) {
      anchored(node, node);
      return scalar(node, path);
    }
    if (isSeq(node)) {
      anchored(node, node);
      return node.items.map((item, index) => read(item, [...path, index]));
    }
    if (!isMap(node)) return null;
    anchored(node, node);
    // Not an object literal's members: `__proto__` has to be a name like any other until it is refused.
    const members = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const name = nameOf(key);
      if (members.has(name)) throw at(key, `The key ${JSON.stringify(name)} stands twice in one map.`);
      if (name === "<<") throw at(key, "Merge keys (<<) are not read: write the members out.");
      if (name === "__proto__") throw at(key, "__proto__ is not read as a key.");
      members.set(name, read(value, [...path, name]));
    }
    return Object.fromEntries(members);
  }

  function nameOf(key: unknown): string {
    const node = isAlias(key) ? target(key) : key;
    if (!isScalar(node)) throw at(key, "A key has to be a text.");
    nodes += 1;
    anchored(node, node);
    return node.source ?? String(node.value ?? "");
  }

  function scalar(node: Scalar, path: YamlPath): unknown {
    const { value, source = "" } = node;
    if (isText(path)) {
      if (typeof value === "string") return value;
      if (value !== null) return source;
      if (source === "") return null;
      throw at(node, `${source} is YAML for nothing: put it in quotes where the text is meant, else leave it out.`);
    }
    // !!binary and !!timestamp make objects.
    if (typeof value === "object" && value !== null) throw at(node, `The tag ${node.tag} is not read.`);
    return value;
  }

  function anchored(node: { anchor?: string }, value: unknown): void {
    if (node.anchor !== undefined) anchors.set(node.anchor, value);
  }

  function target(alias: Alias): unknown {
    if (!anchors.has(alias.source)) throw at(alias, `Nothing before is named &${alias.source}.`);
    return anchors.get(alias.source);
  }

  function at(node: unknown, words: string): YamlMistake {
    const range = typeof node === "object" && node !== null && "range" in node ? node.range : null;
    return mistakeAt(lines, Array.isArray(range) ? Number(range[0]) : 0, words);
  }

  function tooMany(node: unknown, words: string): YamlMistake {
    return at(node, `The YAML ${words}.`);
  }

  return read;
}
