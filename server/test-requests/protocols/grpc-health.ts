/** The two messages of grpc.health.v1 (github.com/grpc/grpc/blob/master/doc/health-checking.md), one field each. */

const STATUSES = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

/** `HealthCheckRequest { string service = 1; }` */
export function encodeHealthRequest(service: string): Buffer {
  const name = Buffer.from(service);
  return name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]);
}

/** `HealthCheckResponse { ServingStatus status = 1; }`; throws where it is none. */
export function decodeHealth(message: Buffer): string {
  if (message.length === 0) return "UNKNOWN";
  const [tag, value] = message;
  if (tag !== 0x08 || value === undefined) throw new Error("The answer is no HealthCheckResponse.");
  return STATUSES[value] ?? "UNKNOWN";
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
