/** How Node runs a process of the demo fleet: it needs little, and there are eighteen of them. V8 keeps what it compiled for these flags alone. */
export const demoFlags = ["--max-semi-space-size=1", "--max-old-space-size=64", "--v8-pool-size=1", "--no-warnings"];
