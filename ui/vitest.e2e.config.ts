import { defineConfig } from "vitest/config";

// One browser and one server serve all suites, one after the other: figures of
// time are worth nothing while another suite has the processor.
export default defineConfig({
  test: {
    include: ["tests/e2e/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
