import type { LiveClient, LiveClientOptions } from "./client.types";

export type { LiveClient, LiveClientOptions, LiveSocket, LiveSocketHandlers } from "./client.types";

export declare function createLiveClient(options: LiveClientOptions): LiveClient;
