// Makes elements. Text is always text: nothing here, and nothing in the console, reads markup out of a string.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const byId = (id) => document.getElementById(id);

// A time of the emulator's, in UTC as it is told; the day in front where it is another one than `today`.
export function timeOf(instant, today = "", { seconds = true } = {}) {
  if (!instant) return "";
  const [day, rest] = instant.split("T");
  // A planned time is one of whole minutes; where it is not, that is shown.
  const time = rest.replace("Z", "").replace(seconds ? "" : /:00$/, "");
  const shown = element("time", { datetime: instant, title: instant }, time);
  return day === today ? shown : element("span", {}, element("span", { class: "day" }, `${day} `), shown);
}

// Long names break where their parts end, and else only where they must.
export const broken = (text) => text.split(/(?<=[/_.?&])/).flatMap((part, place) => (place ? [element("wbr"), part] : [part]));

export const pill = (text, kind = "") => element("span", { class: `pill ${kind}` }, text);

// Facades as people call them.
const NAMES = { servicebroker: "ServiceBroker", "azure-job-router": "Azure Job Router", joc: "JOC", "crm-com": "CRM.COM" };
export const facadeName = (name) => (name === null ? "SOAP" : (NAMES[name] ?? name));
