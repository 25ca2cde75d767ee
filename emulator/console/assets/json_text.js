// JSON laid out for reading, as it was sent: no number or text is spelt anew. What is no JSON stays as it is.

import { element } from "./element.js";

const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|([^\s{}[\],:"]+))/y;

// Gives { nodes, members }; a member is { names, places, value, node }: `names` without places in lists, `value` null of objects.
export function layOutJson(text) {
  const reader = new Reader(text);
  try {
    reader.value([], [], "");
    reader.end();
  } catch (error) {
    if (!(error instanceof NoJson) && !(error instanceof RangeError)) throw error;
    return { nodes: [text], members: [] };
  }
  return { nodes: reader.nodes, members: reader.members };
}

class NoJson extends Error {}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.nodes = [];
    this.members = [];
    this.next();
  }

  next() {
    TOKEN.lastIndex = this.at;
    const found = TOKEN.exec(this.text);
    this.token = found ? { sign: found[1], string: found[2], word: found[3] } : null;
    if (found) this.at = TOKEN.lastIndex;
  }

  end() {
    if (this.token || this.text.slice(this.at).trim()) throw new NoJson();
  }

  sign(expected) {
    if (this.token?.sign !== expected) throw new NoJson();
    this.next();
  }

  value(names, places, indent, key = null) {
    const token = this.token;
    if (!token) throw new NoJson();
    if (token.sign === "{" || token.sign === "[") {
      this.block(token.sign, names, places, indent, key);
      return;
    }
    const raw = token.string ?? token.word;
    if (raw === undefined) throw new NoJson();
    this.next();
    this.member(names, places, valueOf(raw), [...this.spelt(key), element("span", { class: token.string ? "string" : "word" }, raw)]);
  }

  spelt(key) {
    return key === null ? [] : [element("span", { class: "key" }, key), ": "];
  }

  member(names, places, value, content) {
    const node = element("span", {}, content);
    this.nodes.push(node);
    this.members.push({ names, places, value, node });
  }

  block(opening, names, places, indent, key) {
    const closing = opening === "{" ? "}" : "]";
    if (key !== null) {
      this.member(names, places, null, element("span", { class: "key" }, key));
      this.nodes.push(": ");
    }
    this.next();
    if (this.token?.sign === closing) {
      this.nodes.push(opening + closing);
      this.next();
      return;
    }
    const inner = `${indent}  `;
    this.nodes.push(`${opening}\n${inner}`);
    for (let place = 0; ; place += 1) {
      if (opening === "{") {
        const name = this.token?.string;
        if (name === undefined) throw new NoJson();
        this.next();
        this.sign(":");
        this.value([...names, valueOf(name)], places, inner, name);
      } else {
        this.value(names, [...places, place], inner);
      }
      if (this.token?.sign !== ",") break;
      this.next();
      this.nodes.push(`,\n${inner}`);
    }
    this.sign(closing);
    this.nodes.push(`\n${indent}${closing}`);
  }
}

function valueOf(raw) {
  try {
    return raw.startsWith('"') ? JSON.parse(raw) : raw;
  } catch {
    throw new NoJson();
  }
}
