import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { POLICY } from "./policy.ts";

// The window that is shipped begins at index.html and knows no fake host; the
// one that is tried in a browser begins at fake.html and has nothing else.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  clearScreen: false,
  build: {
    target: "es2022",
    outDir: mode === "fake" ? "dist-fake" : "dist",
    emptyOutDir: true,
    modulePreload: false,
    // The policy allows no data: font or script, so nothing is put inline.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: mode === "fake" ? "fake.html" : "index.html" },
  },
  server: { host: "127.0.0.1", port: 1420, strictPort: true },
  preview: { host: "127.0.0.1", headers: { "Content-Security-Policy": POLICY } },
}));
