// A message as it is shown: whose it is, its head, its headers folded away, its text laid out.

import { element, pill } from "./element.js";
import { layOutJson } from "./json_text.js";
import { layOutXml } from "./xml_text.js";

// What is longer is shown as it was sent, up to here: laying it out would take seconds.
const LONGEST = 120_000;

export function message({ side, title, kind = "", status = "", headers = null, text, leftOut = 0, whole }) {
  const laidOut = layOut(text);
  const body = element("pre", { tabindex: 0, "aria-label": `${side}: ${typeof title === "string" ? title : "message"}` }, laidOut.nodes);
  const notes = [];
  if (leftOut) notes.push(`${leftOut.toLocaleString("en")} bytes are not kept in the journal: the answer was too large.`);
  if (text.length > LONGEST) notes.push(`The first ${LONGEST.toLocaleString("en")} of ${text.length.toLocaleString("en")} characters.`);
  const node = element("figure", { class: "half" },
    element("figcaption", {}, element("span", { class: "side-name" }, side), " ", title, status !== "" && [" ", pill(status, kind)], copyButton(() => text)),
    headers && element("details", { class: "headers" },
      element("summary", {}, `Headers (${Object.keys(headers).length})`),
      element("dl", {}, Object.entries(headers).map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))))),
    notes.map((note) => element("p", { class: "hint" }, note, " ", whole && element("a", { href: whole }, "All of it"))),
    text ? body : element("p", { class: "hint" }, leftOut ? "" : "No body."));
  return { node, members: laidOut.members };
}

export function layOut(text) {
  if (text.length > LONGEST) return { nodes: [text.slice(0, LONGEST)], members: [] };
  return text.trimStart().startsWith("<") ? layOutXml(text) : layOutJson(text);
}

export function copyButton(text) {
  const button = element("button", { type: "button", class: "copy" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select it by hand";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  return button;
}
