import { expect, it } from "vitest";
import { createTestCertificates } from "@/server/testing/certificates";
import { startEtcd } from "@/server/testing/etcd-process";
import { createFaultProxy } from "@/server/testing/fault-proxy";
import { createEtcdClient } from "./client";

// grpc kept a socket of every attempt that etcd refused after the handshake, also when the client was closed.
it("a client that is refused again and again does not collect sockets, and leaves none", async () => {
  const { server, ca, client: pair, strangerClient } = await createTestCertificates();
  const etcd = await startEtcd({ tls: { certificate: server, ca, client: pair } });
  const proxy = await createFaultProxy({ targetPort: etcd.clientPort });
  const client = createEtcdClient({
    endpoints: [`https://127.0.0.1:${proxy.port}`],
    ca,
    cert: strangerClient.certificate,
    key: strangerClient.privateKey,
  });
  try {
    while (proxy.accepted() < 6) await expect(client.status()).rejects.toMatchObject({ code: "certificate" });
    await expect.poll(() => proxy.connections()).toBeLessThan(3);
    client.close();
    await expect.poll(() => proxy.connections()).toBe(0);
  } finally {
    client.close();
    await proxy.stop();
    await etcd.cleanup();
  }
});
