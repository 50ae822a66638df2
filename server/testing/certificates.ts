/** Certificates for tests, made in this process: an authority, and leaves of every kind that goes wrong. */
import "reflect-metadata"; // wanted by @peculiar/x509
import { webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** PEM texts. */
export interface KeyPair {
  certificate: string;
  privateKey: string;
}

export interface TestCertificates {
  /** The authority's certificate, PEM. */
  ca: string;
  /** Valid for 127.0.0.1, ::1 and localhost. Also a client certificate: etcd's gateway dials itself with it. */
  server: KeyPair;
  /** A client certificate; its common name is the etcd user that etcd would take it for. */
  client: KeyPair;
  /** A server certificate of yesterday's. */
  expired: KeyPair;
  /** A client certificate of yesterday's. */
  expiredClient: KeyPair;
  /** A server certificate for another host. */
  wrongName: KeyPair;
  /** A client certificate that another authority signed. */
  strangerClient: KeyPair;
  /** That other authority's certificate, PEM. */
  strangerCa: string;
}

type AnyCryptoKey = webcrypto.CryptoKey;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const hour = 3_600_000;

interface Authority {
  certificate: X509Certificate;
  keys: webcrypto.CryptoKeyPair;
}

export async function createTestCertificates(names: { client?: string } = {}): Promise<TestCertificates> {
  cryptoProvider.set(webcrypto as unknown as Crypto);
  const authority = await createAuthority("Rollcall test authority");
  const stranger = await createAuthority("Somebody else's authority");
  const loopback = [
    { type: "ip", value: "127.0.0.1" },
    { type: "ip", value: "::1" },
    { type: "dns", value: "localhost" },
  ] as const;
  const clientName = names.client ?? "rollcall";
  const [server, client, expired, expiredClient, wrongName, strangerClient] = await Promise.all([
    createLeaf(authority, { name: "etcd", hosts: loopback }),
    createLeaf(authority, { name: clientName }),
    createLeaf(authority, { name: "etcd", hosts: loopback, endsInMs: -hour }),
    createLeaf(authority, { name: clientName, endsInMs: -hour }),
    createLeaf(authority, { name: "etcd", hosts: [{ type: "dns", value: "etcd.elsewhere.test" }] }),
    createLeaf(stranger, { name: clientName }),
  ]);
  return {
    ca: authority.certificate.toString("pem"),
    strangerCa: stranger.certificate.toString("pem"),
    server,
    client,
    expired,
    expiredClient,
    wrongName,
    strangerClient,
  };
}

async function createAuthority(name: string): Promise<Authority> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 48 * hour),
    notAfter: new Date(Date.now() + 24 * hour),
    signingAlgorithm: algorithm,
    keys: keys as unknown as CryptoKeyPair,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(asKey(keys.publicKey)),
    ],
  });
  return { certificate, keys };
}

async function createLeaf(
  authority: Authority,
  leaf: { name: string; hosts?: readonly { type: "ip" | "dns"; value: string }[]; endsInMs?: number },
): Promise<KeyPair> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${leaf.name}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(Date.now() - 24 * hour),
    notAfter: new Date(Date.now() + (leaf.endsInMs ?? 12 * hour)),
    signingAlgorithm: algorithm,
    publicKey: asKey(keys.publicKey),
    signingKey: asKey(authority.keys.privateKey),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      await AuthorityKeyIdentifierExtension.create(asKey(authority.keys.publicKey)),
      ...(leaf.hosts ? [new SubjectAlternativeNameExtension([...leaf.hosts])] : []),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certificate: certificate.toString("pem"), privateKey: pem("PRIVATE KEY", Buffer.from(pkcs8)) };
}

function asKey(key: AnyCryptoKey): CryptoKey {
  return key as unknown as CryptoKey;
}

function serial(): string {
  return Buffer.from(webcrypto.getRandomValues(new Uint8Array(8)))
    .toString("hex")
    .replace(/^[89a-f]/, "1");
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
