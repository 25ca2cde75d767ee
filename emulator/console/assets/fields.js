// Inputs for values of a schema: what is left empty is left out.

import { element } from "./element.js";

let made = 0;

// Gives { node, name, read, write }; read gives undefined where nothing is given.
export function field({ path, type, enum: choices = [], required = false, element: soap = "", says = "", value = "", hint = "" }, changed = () => {}) {
  made += 1;
  const id = `field-${made}`;
  const name = path.join(".");
  const words = choices.length ? choices : type === "boolean" ? ["true", "false"] : null;
  const shared = { id, name, "aria-describedby": `${id}-says`, required, autocomplete: "off" };
  const input = words
    ? element("select", shared, element("option", { value: "" }, required ? "" : "left out"), words.map((word) => element("option", { value: String(word) }, String(word))))
    : element("input", { ...shared, spellcheck: "false", inputmode: type === "integer" || type === "number" ? "decimal" : null, placeholder: hint });
  input.value = value;
  input.addEventListener("input", changed);
  const told = [says, soap && `SOAP ${soap}`].filter(Boolean).join("; ");
  const node = element("div", { class: "field" },
    element("label", { for: id }, name, required && element("span", { class: "needed", title: "required" }, " *")),
    input,
    element("p", { class: "hint", id: `${id}-says` }, told));
  return {
    node, name, path,
    read: () => (input.value === "" ? undefined : valueOf(input.value, type, choices)),
    write: (given) => { input.value = given === undefined || given === null ? "" : typeof given === "object" ? JSON.stringify(given) : String(given); },
  };
}

// What does not fit its type is sent as it stands: whoever gets it is the judge, and that can be looked at too.
function valueOf(text, type, choices) {
  const chosen = choices.find((choice) => String(choice) === text);
  if (chosen !== undefined) return chosen;
  if (type === "string") return text;
  if (type === "integer" || type === "number") return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text;
  if (type === "boolean") return text === "true" || (text === "false" ? false : text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
