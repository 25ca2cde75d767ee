// Writes a SOAP request: the elements by their places below the message, in the order given.

const SOAP = { "1.2": "http://www.w3.org/2003/05/soap-envelope", "1.1": "http://schemas.xmlsoap.org/soap/envelope/" };
export const MEDIA_TYPES = { "1.2": "application/soap+xml", "1.1": "text/xml" };
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };

export const escaped = (text) => text.replace(/[&<>\r]/g, (sign) => ESCAPES[sign]);

export function envelope(message, values, { version = "1.2", namespace = "http://www.servicepower.com/sp.xsd1" } = {}) {
  const lines = ['<soap:Envelope xmlns:soap="' + SOAP[version] + '" xmlns:sp="' + namespace + '">', "  <soap:Body>"];
  const tree = new Map();
  for (const [place, value] of Object.entries(values)) put(tree, place.split("/"), value);
  lines.push(`    <sp:${message}>`, ...written(tree, "      "), `    </sp:${message}>`, "  </soap:Body>", "</soap:Envelope>");
  return lines.join("\n");
}

function put(tree, [first, ...rest], value) {
  if (!rest.length) tree.set(first, value);
  else {
    if (!tree.has(first)) tree.set(first, new Map());
    put(tree.get(first), rest, value);
  }
}

function written(tree, indent) {
  return [...tree].flatMap(([name, value]) =>
    value instanceof Map ? [`${indent}<${name}>`, ...written(value, `${indent}  `), `${indent}</${name}>`] : [`${indent}<${name}>${escaped(String(value))}</${name}>`]);
}
