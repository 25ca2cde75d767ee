// The curl command that sends a request, for a shell.

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

export function curl({ method, url, headers, body }) {
  const parts = [`curl -X ${method} ${quoted(url)}`, ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)];
  // --data-binary sends what stands there; a leading @ would name a file.
  if (body !== null) parts.push(body.startsWith("@") ? `--data-raw ${quoted(body)}` : `--data-binary ${quoted(body)}`);
  return parts.join(" \\\n  ");
}
