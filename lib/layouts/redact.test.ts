import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLayoutSet } from "./layout-set";
import { parsePrefixes } from "./prefixes";
import { createRedactor, REDACTED } from "./redact";
import { redactRawValue } from "./redact-raw";
import { keyValueOf } from "./testing";

const set = createLayoutSet(parsePrefixes("/p/=path;/g/=generic;/r/=registrator;h|=heartbeat;t/=grpc").prefixes);
const decode = (key: string, value: string) => set.decode(key, [keyValueOf(key, value)]);
const raw = (text: string, pattern?: RegExp) =>
  new TextDecoder().decode(redactRawValue(new TextEncoder().encode(text), pattern).bytes ?? new Uint8Array());

const SECRET_FIELDS = [
  "password",
  "dbPasswd",
  "client_secret",
  "API_KEY",
  "api-key",
  "apikey",
  "accessToken",
  "credentials",
  "private_key",
  "Authorization",
  "__proto__token",
];

describe("secrets", () => {
  it("of secret-looking fields are hidden at any depth, their names stay", () => {
    const value = {
      host: "h",
      port: 1,
      password: "hunter2",
      db: { user: "u", secret: { deep: "hunter2" } },
      tokens: [1],
    };
    expect(decode("/p/a/b/c", JSON.stringify(value)).instances[0]?.metadata).toEqual({
      password: REDACTED,
      db: `{"user":"u","secret":"${REDACTED}"}`,
      tokens: REDACTED,
    });
  });

  it("are hidden in metadata that is a string of JSON", () => {
    const value = JSON.stringify({ Op: 0, Addr: "h:1", Metadata: JSON.stringify({ token: "hunter2", zone: "a" }) });
    expect(decode("t/a", value).instances[0]?.metadata).toEqual({ token: REDACTED, zone: "a" });
  });

  it("are hidden in lists of named values", () => {
    const value = { host: "h", port: 1, env: [{ name: "DB_PASSWORD", value: "hunter2" }] };
    expect(decode("/p/a/b/c", JSON.stringify(value)).instances[0]?.metadata.env).toBe(
      `[{"name":"DB_PASSWORD","value":"${REDACTED}"}]`,
    );
  });

  it("are hidden in URLs, escaped or not, while the endpoint stays", () => {
    const { instances } = decode(
      "h|A|x",
      "https://joe:hunter2@host:1/p?%74oken=hunter2&next=http%3A%2F%2Fu%3Ahunter2%40h",
    );
    expect(instances[0]?.endpoints).toEqual([{ protocol: "https", host: "host", port: 1 }]);
    expect(instances[0]?.metadata).toEqual({ path: "/p", token: REDACTED, next: `http://${REDACTED}@h` });
  });

  it("never stand in the reason why a value was not read", () => {
    const bad = ['{"password":"hunter2"', '{"password":"hunter2"}', "http://joe:hunter2@", "password=hunter2"];
    for (const value of bad) {
      for (const key of ["/p/a/b/c", "/g/a/b", "/r/a/b", "h|a|b", "t/a"]) {
        expect(JSON.stringify(decode(key, value))).not.toContain("hunter2");
      }
    }
  });

  it("are what the configured pattern says, also where it is global", () => {
    const custom = createLayoutSet(set.prefixes, { redact: /^zone$/gi });
    const value = '{"host":"h","port":1,"zone":"a","Zone":"b","password":"shown"}';
    for (let round = 0; round < 3; round++) {
      expect(custom.decode("g", [keyValueOf("/p/a/b/c", value)]).instances[0]?.metadata).toEqual({
        zone: REDACTED,
        Zone: REDACTED,
        password: "shown",
      });
    }
  });

  it("do not reach an instance, whatever the shape around them", () => {
    const secret = fc.stringMatching(/^hunter2[a-z0-9]{4,12}$/);
    const plain = fc.jsonValue({ maxDepth: 3 });
    const field = fc.constantFrom(...SECRET_FIELDS);
    const hidden = fc.oneof(
      fc.tuple(field, secret).map(([name, word]) => ({ [name]: word })),
      fc.tuple(field, secret).map(([name, word]) => ({ [name]: [{ a: word }] })),
      fc.tuple(field, secret).map(([name, word]) => ({ text: JSON.stringify({ x: [{ [name]: word }] }) })),
      fc.tuple(field, secret).map(([name, word]) => ({ dsn: `postgres://h/db?${name}=${word}&a=b` })),
      fc.tuple(field, secret).map(([name, word]) => ({ [`x.${name}`]: word, name: `${name}`, value: word })),
      secret.map((word) => ({ url: `amqp://joe:${word}@mq:5672/` })),
      secret.map((word) => ({ dsn: `root:${word}@tcp(10.0.0.1:3306)/db` })),
    );
    fc.assert(
      fc.property(hidden, plain, fc.boolean(), (secrets, filler, nested) => {
        const around = nested ? { filler, metadata: { a: secrets }, list: [secrets] } : { filler, ...secrets };
        const value = JSON.stringify({ host: "h", port: 1, Op: 0, Addr: "h:1", Metadata: secrets, ...around });
        for (const key of ["/p/a/b/c", "/g/a/b", "/r/a/b", "h|a|b", "t/a"]) {
          expect(JSON.stringify(decode(key, value))).not.toContain("hunter2");
        }
        expect(raw(value)).not.toContain("hunter2");
      }),
    );
  }, 30_000);
});

describe("the raw value", () => {
  it("comes back byte for byte where it holds no secret", () => {
    const value = new TextEncoder().encode('{ "host" : "h",\n "id": 12345678901234567890 }');
    expect(redactRawValue(value)).toEqual({ bytes: value, redacted: false });
  });

  it("is none where it is not UTF-8: what cannot be read cannot be redacted", () => {
    const secret = new TextEncoder().encode('{"password":"hunter2"}');
    for (const bytes of [
      Uint8Array.of(0xff, ...secret),
      Uint8Array.of(...secret, 0xc3),
      Uint8Array.of(0xff, 0xfe, 0x70, 0),
    ])
      expect(redactRawValue(bytes)).toEqual({ bytes: null, redacted: false });
  });

  it.each([
    ['{"a":{"password":"hunter2","password":""}}', '{"a":{"password":""}}'],
    ['{"password":"hunter2","a":1,"password":null}', '{"password":null,"a":1}'],
    ['[{"x":{"token":"hunter2"},"x":1}]', '[{"x":1}]'],
    ['{"pass\\u0077ord":"hunter2"}', `{"password":"${REDACTED}"}`],
    ['{"config":"{\\"token\\":\\"hunter2\\",\\"token\\":\\"\\"}"}', '{"config":"{\\"token\\":\\"\\"}"}'],
    [`\ufeff{"password":"hunter2"}`, `{"password":"${REDACTED}"}`],
    [`${'{"a":'.repeat(200)}{"password":{"x":"hunter2"}}${"}".repeat(200)}`, REDACTED],
    [`${"[".repeat(50_000)}"hunter2"${"]".repeat(50_000)}`, REDACTED],
  ])("holds nothing but what was read: %s", (text, expected) => {
    expect(raw(text)).toBe(expected);
  });

  it("keeps long numbers digit for digit beside a secret", () => {
    expect(raw('{"id": 12345678901234567890, "password": "x"}')).toBe(
      `{"id":12345678901234567890,"password":"${REDACTED}"}`,
    );
  });

  it.each([
    ["https://joe:hunter2@host/x", `https://${REDACTED}@host/x`],
    ["https://ghp_hunter2@host/x", `https://${REDACTED}@host/x`],
    ["http://joe:hun@ter2=@host", `http://${REDACTED}@host`],
    ["root:hunter2@tcp(db:3306)/x", `${REDACTED}@tcp(db:3306)/x`],
    ["host=h password=hunter2 user=u", `host=h password=${REDACTED} user=u`],
    ["url=http://h/?token=hunter2&a=b", `url=http://h/?token=${REDACTED}&a=b`],
    ["Authorization: Bearer hunter2", `Authorization: ${REDACTED}`],
    ["{password:'hunter2', a: 1}", `{password:'${REDACTED}', a: 1}`],
    ['[{"key":"DB_PWD","value":"hunter2"}]', `[{"key":"DB_PWD","value":"${REDACTED}"}]`],
    ["password: hunter2\nhost: h", `password: ${REDACTED}\nhost: h`],
    ['{"password": "hun\\"ter2", "a": 1', `{"password": "${REDACTED}", "a": 1`],
    ['{"pin_token":12345', `{"pin_token":${REDACTED}`],
    ["password = hunter2", `password = ${REDACTED}`],
    ["password : hunter2 host", `password : ${REDACTED} host`],
    ["run --password hunter2 --port 80", `run --password ${REDACTED} --port 80`],
    ["run -db.password 'hunter2 x' y", `run -db.password '${REDACTED}' y`],
    ["run --api-key=hunter2", `run --api-key=${REDACTED}`],
    ["curl -u joe:hunter2 http://h", `curl -u ${REDACTED} http://h`],
    ["curl --user 'joe:hunter2' http://h", `curl --user '${REDACTED}' http://h`],
    ["Cookie: a=1; session=hunter2; b=hunter2", `Cookie: ${REDACTED}`],
    ["Set-Cookie: a=1; Path=/; b=hunter2\nhost: h", `Set-Cookie: ${REDACTED}\nhost: h`],
    ["curl -H 'Cookie: a=1; b=hunter2' http://h", `curl -H 'Cookie: ${REDACTED}' http://h`],
    ['Authorization: Digest username="u", realm="r", response="hunter2"', `Authorization: ${REDACTED}`],
    ['args: Digest username="u", response="hunter2"', `args: Digest ${REDACTED}`],
    ["X-Auth: Basic dTpwOmh1bnRlcjI=", `X-Auth: ${REDACTED}`],
    ["with Basic dTpodW50ZXIy", `with Basic ${REDACTED}`],
    ["with Bearer a1.hunter2-hunter2", `with Bearer ${REDACTED}`],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.hunter2-hunter2", REDACTED],
    ["id AKIAIOSFODNN7EXAMPLE x", `id ${REDACTED} x`],
    ["ghp_hunter2hunter2hunter2hunter2hunt", REDACTED],
    ["ｐａｓｓｗｏｒｄ=hunter2", `ｐａｓｓｗｏｒｄ=${REDACTED}`],
    ["pass\u200bword: hunter2", `pass\u200bword: ${REDACTED}`],
    ["dsn=user/hunter2", `dsn=${REDACTED}`],
    ['the api key: "hunter2"', `the api key: "${REDACTED}"`],
    ['{"password":{"x":"hunter2","y":["}"]},"a":1', `{"password":${REDACTED},"a":1`],
    ["heartbeat|web|http://user:hunter2@host:1", `heartbeat|web|http://${REDACTED}@host:1`],
    ['{"args":["--password","hunter2","--port","1"]}', `{"args":["--password","${REDACTED}","--port","1"]}`],
    ['{"args":"--password hunter2"}', `{"args":"--password ${REDACTED}"}`],
    ['{"auth":"Basic dTpw"}', `{"auth":"${REDACTED}"}`],
    ["-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----\n", `${REDACTED}\n`],
  ])("hides the secret of %j", (text, expected) => {
    expect(raw(text)).toBe(expected);
  });

  it.each([
    "10.0.0.1:80",
    "token-service:8080",
    "tcp@10.0.0.1:80",
    "joe@example.org",
    "img:1@sha256:ab",
    "http://h:1/a@b",
    "Basic settings of the Bearer bonds, a Token ring",
    "tokens_per_second=5 tokenizer=bpe author=joe compass: north passenger: 3",
    "run --port 80 --verbose -x -- a-b - c",
    "2026-12-01 10:00:00 - all is well - really",
    "see sk-learn, eyJ and AKIA",
    "auth_type=basic token_ttl: 30",
    "heartbeat|web|http://host:1/a?b=c",
  ])("leaves %s as it is", (text) => {
    expect(raw(text)).toBe(text);
  });

  it("takes no longer for hostile texts of a megabyte", () => {
    const texts = [
      "a".repeat(1e6),
      "a:".repeat(5e5),
      '"'.repeat(1e6),
      "@".repeat(1e6),
      'token="'.repeat(1.4e5),
      "a= ".repeat(3e5),
    ];
    const redactor = createRedactor();
    // Of the processor, so that a busy machine changes nothing. What is quadratic takes many minutes.
    const started = process.cpuUsage();
    const more = [
      "eyJ-",
      "eyJabcdefg.",
      "--a ",
      "-password ",
      "Basic a",
      "Digest a",
      "Cookie: ",
      "password={",
      'a" :',
      "ａ=",
    ];
    const long = more.map((piece) => piece.repeat(1e6 / piece.length));
    for (const text of [
      ...texts,
      ...long,
      "a:@".repeat(3e5),
      " ".repeat(1e6),
      '\\"'.repeat(5e5),
      "token=".repeat(1.6e5),
    ])
      redactor.text(text);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(60);
  }, 600_000);
});
