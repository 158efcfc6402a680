import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { POLICY } from "./policy.ts";

// The shipped window starts at index.html and does not contain the fake host;
// the one for tests in a browser starts at fake.html and has nothing else.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  clearScreen: false,
  build: {
    target: "es2022",
    outDir: mode === "fake" ? "dist-fake" : "dist",
    emptyOutDir: true,
    modulePreload: false,
    // The policy forbids data: fonts and scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: mode === "fake" ? "fake.html" : "index.html" },
  },
  server: { host: "127.0.0.1", port: 1420, strictPort: true },
  preview: { host: "127.0.0.1", headers: { "Content-Security-Policy": POLICY } },
}));
