// How a call says who calls, as its contract tells it: a header made of a token, an account, or a token in query or body.

import { element } from "./element.js";
import { field } from "./fields.js";

const HOLES = /\{(\w+)\}/g;

// What was given stays for this visit: a token is good for more than one operation.
const kept = new Map();

export class Credentials {
  constructor(system, document, changed) {
    this.system = system;
    this.document = document;
    this.inputs = new Map();
    this.changed = changed;
  }

  // Gives the fields for an operation; `obtain` is called with a row that says how a token is obtained.
  fields(operation, obtain) {
    this.schemes = operation.security.map((name) => this.document.credentials[name]).filter(Boolean);
    this.inputs.clear();
    const nodes = [];
    for (const scheme of this.schemes) {
      const holes = new Set([scheme.value, scheme.basic].flatMap((text) => [...(text ?? "").matchAll(HOLES)].map(([, name]) => name)));
      for (const name of holes) nodes.push(this.#field(name).node);
      const row = scheme.obtain;
      if (row) nodes.push(element("p", { class: "field" }, element("button", { type: "button", click: () => obtain(row, this) }, `Get a token with ${row.operation}`)));
      if (scheme.signs) nodes.push(element("p", { class: "hint" }, "With the setting azure_access_keys requests must be signed, which this page does not do: use the vendor's client."));
    }
    if (!nodes.length) return "";
    return element("fieldset", {}, element("legend", {}, "Who calls"), element("div", { class: "grid" }, nodes),
      this.schemes.map((scheme) => element("p", { class: "hint" }, scheme.says.replace(/\s+/g, " "))));
  }

  #field(name) {
    const optional = this.schemes.some((scheme) => scheme["required-when"]);
    const initial = kept.get(`${this.system} ${name}`) ?? (name === "token" && (optional || !(name in this.document.settings)) ? "" : String(this.document.settings[name] ?? ""));
    const made = field({ path: [name], type: "string", value: initial, says: optional ? "empty: none is sent" : "" }, () => {
      kept.set(`${this.system} ${name}`, made.read() ?? "");
      this.changed();
    });
    this.inputs.set(name, made);
    return made;
  }

  set(name, value) {
    kept.set(`${this.system} ${name}`, value);
    this.inputs.get(name)?.write(value);
  }

  // Fills the holes of a text, from what is given here, or else from the contract's settings.
  filled(text) {
    return text.replace(HOLES, (hole, name) => this.inputs.get(name)?.read() ?? kept.get(`${this.system} ${name}`) ?? this.document.settings[name] ?? hole);
  }

  headers() {
    const headers = {};
    for (const scheme of this.schemes) {
      if (!scheme.header) continue;
      const text = scheme.basic ?? scheme.value;
      if (!text || /\{\w+\}/.test(this.filled(text)) || [...text.matchAll(HOLES)].some(([, name]) => this.inputs.get(name)?.read() === undefined)) continue;
      headers[scheme.header] = scheme.basic ? `Basic ${btoa(unescape(encodeURIComponent(this.filled(text))))}` : this.filled(text);
    }
    return headers;
  }
}
