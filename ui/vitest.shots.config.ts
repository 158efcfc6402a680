import { defineConfig } from "vitest/config";

// Takes a picture of every screen, for a person to look at.
export default defineConfig({
  test: {
    include: ["tests/shots/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
