/**
 * What the window may load: itself, and nothing else.
 *
 * The shell sets the same policy (src-tauri/tauri.conf.json); the preview
 * server of the tests sets it too, so that a page that needs more than this
 * fails in a test and not in front of an author.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src ipc: http://ipc.localhost",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
