import { defineConfig } from "vitest/config";

// One browser and one server serve all suites, one after the other: timings mean
// nothing while another suite uses the processor. Chromium now and then stops answering
// for a page, about once in a thousand: a test that fails is run once more, with a new page.
export default defineConfig({
  test: {
    include: ["tests/e2e/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    retry: 1,
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
});
