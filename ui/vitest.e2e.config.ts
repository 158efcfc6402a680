import { defineConfig } from "vitest/config";

// One browser and one server serve all suites, one after the other: timings mean
// nothing while another suite uses the processor.
export default defineConfig({
  test: {
    include: ["tests/e2e/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
