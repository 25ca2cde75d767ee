// XML laid out for reading, as it was sent; what is not well formed stays as it is. Nothing here parses markup for the page.

import { element } from "./element.js";

const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(?:"[^"]*"|'[^']*'|[^<>"'])*>|[^<]+/y;
const NAME = /^<\/?([^\s/>]+)/;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

// Gives { nodes, members } as layOutJson does; names begin below the message, which is Body's child.
export function layOutXml(text) {
  const tree = read(text);
  if (tree === null) return { nodes: [text], members: [] };
  const out = { nodes: [], members: [] };
  try {
    for (const [number, each] of tree.entries()) {
      if (number) out.nodes.push("\n");
      write(each, "", [], [], out);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // nested too deep
    return { nodes: [text], members: [] };
  }
  return out;
}

function read(text) {
  const root = { children: [] };
  const open = [root];
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) return null;
    at = TOKEN.lastIndex;
    const [token] = found;
    const parent = open.at(-1);
    if (!token.startsWith("<") || token.startsWith("<![CDATA[")) parent.children.push({ text: token });
    else if (token.startsWith("<!") || token.startsWith("<?")) parent.children.push({ other: token });
    else if (token.startsWith("</")) {
      if (open.length < 2 || NAME.exec(token)?.[1] !== parent.name) return null;
      parent.end = token;
      open.pop();
    } else {
      const name = NAME.exec(token)?.[1];
      if (!name) return null;
      const made = { name, start: token, children: [], end: null };
      parent.children.push(made);
      if (!token.endsWith("/>")) open.push(made);
    }
  }
  if (open.length > 1 || open[0].children.some((each) => each.text?.trim())) return null;
  return root.children.filter((each) => each.text === undefined);
}

function write(node, indent, names, places, out) {
  if (node.other !== undefined || node.text !== undefined) {
    out.nodes.push(element("span", { class: node.other ? "other" : "" }, node.other ?? node.text.trim()));
    return;
  }
  const shown = element("span", {}, element("span", { class: "tag-text" }, node.start));
  out.nodes.push(shown);
  const elements = node.children.filter((each) => each.start !== undefined);
  const leaf = elements.length === 0;
  const member = { names: names.slice(2), places, node: shown, value: leaf ? textOf(node) : null };
  if (names.length > 2) out.members.push(member);
  if (node.end === null) return;
  if (leaf) {
    shown.append(...node.children.map((each) => element("span", { class: each.text ? "string" : "other" }, each.text ?? each.other)));
    shown.append(element("span", { class: "tag-text" }, node.end));
    return;
  }
  const totals = new Map();
  for (const each of elements) totals.set(each.name, (totals.get(each.name) ?? 0) + 1);
  const counts = new Map();
  for (const each of node.children) {
    if (each.text !== undefined && !each.text.trim()) continue;
    out.nodes.push(`\n${indent}  `);
    const name = (each.name ?? "").replace(/^.*:/, "");
    const place = counts.get(name) ?? 0;
    counts.set(name, place + 1);
    // A list of one looks like no list; its first place is 0 all the same.
    write(each, `${indent}  `, [...names, name], totals.get(each.name) > 1 ? [...places, place] : places, out);
  }
  out.nodes.push(`\n${indent}`, element("span", { class: "tag-text" }, node.end));
}

function textOf(node) {
  return node.children
    .map(({ text }) => (text === undefined ? "" : text.startsWith("<![CDATA[") ? text.slice(9, -3) : decoded(text)))
    .join("");
}

function decoded(text) {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, digits, name) => {
    if (name) return ENTITIES[name] ?? whole;
    const code = hex ? parseInt(hex, 16) : Number(digits);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
