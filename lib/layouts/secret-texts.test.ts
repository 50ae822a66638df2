import { describe, expect, it } from "vitest";
import { createRedactor, REDACTED } from "./redact";
import { redactRawValue } from "./redact-raw";

const raw = (text: string) =>
  new TextDecoder().decode(redactRawValue(new TextEncoder().encode(text)).bytes ?? new Uint8Array());

/** JSON in a string of JSON in a string of JSON. */
const escaped = (text: string, times: number): string =>
  times === 0 ? text : JSON.stringify(escaped(text, times - 1));

const SLACK = "https://hooks.slack.com/services/T0123456/B0123456/hunter2hunter2hunter2";

describe("secrets in texts that are written within others", () => {
  it.each([
    ...[1, 2, 3, 6].map((times) => [
      escaped('{"password":"hunter2"}', times),
      escaped(`{"password":"${REDACTED}"}`, times),
    ]),
    [`{"a":${escaped('[{"db":{"token":"hunter2"}}]', 3)}}`, `{"a":${escaped(`[{"db":{"token":"${REDACTED}"}}]`, 3)}}`],
    [escaped("password=hunter2 host=h", 2), escaped(`password=${REDACTED} host=h`, 2)],
    [String.raw`"\u007b\"password\":\"hunter2\"}"`, String.raw`"{\"password\":\"${REDACTED}\"}"`],
    [String.raw`conf={\"password\":\"hun\\\"ter2\",\"a\":1}`, String.raw`conf={\"password\":\"${REDACTED}\",\"a\":1}`],
    [String.raw`{"env":"A=1\ntoken=hunter2`, String.raw`{"env":"A=1\ntoken=${REDACTED}`],
    ["a=b%26c&next=http%3A%2F%2Fh%2F%3Ftoken%3Dhunter2&d=e", `a=b%26c&next=http://h/%3Ftoken=${REDACTED}&d=e`],
    ["c=%7B%22password%22%3A%22hunter2%22%7D", `c={%22password%22:%22${REDACTED}%22}`],
    ["u=%2570assword%253Dhunter2", `u=password=${REDACTED}`],
  ])("%j", (text, expected) => {
    expect(raw(text)).toBe(expected);
  });
});

describe("secrets in markup", () => {
  it.each([
    ["<password>hunter2</password>", `<password>${REDACTED}</password>`],
    [
      "<c:dbPassword a='1' >hun<b>ter</b>2</c:dbPassword><port>1</port>",
      `<c:dbPassword a='1' >${REDACTED}</c:dbPassword><port>1</port>`,
    ],
    ["<password><![CDATA[hunter2]]></password>", `<password>${REDACTED}</password>`],
    ["<a><password><br>hunter2</password></a>", `<a><password>${REDACTED}</password></a>`],
    ["<a><password>hunter2</a>", `<a><password>${REDACTED}</a>`],
    ["<a><password>hunter2", `<a><password>${REDACTED}`],
    ["&lt;password&gt;hunter2&lt;/password&gt;", `&lt;password&gt;${REDACTED}&lt;/password&gt;`],
    ["<db user='u' password = 'hunter2'/>", `<db user='u' password = '${REDACTED}'/>`],
    ['<property name="db.password" value="hunter2"/>', `<property name="db.password" value="${REDACTED}"/>`],
    ['<add value="hunter2" key="ApiKey"/>', `<add value="${REDACTED}" key="ApiKey"/>`],
    ['<entry key="token">hunter2</entry>', `<entry key="token">${REDACTED}</entry>`],
    ["<key>Password</key>\n<string>hunter2</string>", `<key>Password</key>\n<string>${REDACTED}</string>`],
  ])("%j", (text, expected) => {
    expect(raw(text)).toBe(expected);
  });
});

describe("secrets over several lines", () => {
  it.each([
    ["password: |\n  hunter2\n\n  hunter2\nhost: h", `password: |\n  ${REDACTED}\nhost: h`],
    ["a:\n  password: >-\n    hunter2\n  host: h", `a:\n  password: >-\n    ${REDACTED}\n  host: h`],
    ["- token: |2 # why\n      hunter2\n  host: h", `- token: |2 # why\n    ${REDACTED}\n  host: h`],
    ["secret: !!binary |\n  hunter2\nhost: h", `secret: !!binary |\n  ${REDACTED}\nhost: h`],
    ["password:\n  hunter2\nhost: h", `password:\n  ${REDACTED}\nhost: h`],
    ["tokens:\n- hunter2\n- hunter2\nhost: h", `tokens:\n  ${REDACTED}\nhost: h`],
    ["credentials:\r\n  a: hunter2\r\nhost: h", `credentials:\r\n  ${REDACTED}\nhost: h`],
    ["password: hun\n  ter2\nhost: h", `password: ${REDACTED}\nhost: h`],
    ['password: "hun\n  ter2"\nhost: h', `password: "${REDACTED}"\nhost: h`],
    ["password: correct horse hunter2\nhost: h", `password: ${REDACTED}\nhost: h`],
    ['password = """\nhunter2\n"""\nhost = "h"', `password = """${REDACTED}"""\nhost = "h"`],
    ["password='''hunter2", `password='''${REDACTED}'''`],
    ['{"password":\n"hunter2",', `{"password":\n"${REDACTED}",`],
    ["port 6379\nrequirepass hunter2\nloglevel notice", `port 6379\nrequirepass ${REDACTED}\nloglevel notice`],
  ])("%j", (text, expected) => {
    expect(raw(text)).toBe(expected);
  });
});

describe("secrets that their form or the words around them tell", () => {
  it.each([
    [':password => "hunter2", :a => 1', `:password => "${REDACTED}", :a => 1`],
    ["password := hunter2", `password := ${REDACTED}`],
    ["if password == 'hunter2' then", `if password == '${REDACTED}' then`],
    [SLACK, `https://hooks.slack.com/services/${REDACTED}`],
    [`curl -d x ${SLACK} now`, `curl -d x https://hooks.slack.com/services/${REDACTED} now`],
    ["/services/T0123456/B0123456/hunter2hunter2", `/services/${REDACTED}`],
    ["https://hooks.slack.com/workflows/T0/A0/1/hunter2", `https://hooks.slack.com/workflows/${REDACTED}`],
    ["https://discord.com/api/webhooks/123/hunter2", `https://discord.com/api/webhooks/${REDACTED}`],
    [
      "https://ptb.discordapp.com/api/v10/webhooks/123/hunter2",
      `https://ptb.discordapp.com/api/v10/webhooks/${REDACTED}`,
    ],
    [
      "https://acme.webhook.office.com/webhookb2/a-b/IncomingWebhook/hunter2",
      `https://acme.webhook.office.com/webhookb2/${REDACTED}`,
    ],
    [
      "https://outlook.office.com/webhook/a@b/IncomingWebhook/hunter2/c",
      `https://outlook.office.com/webhook/${REDACTED}`,
    ],
    [
      "https://prod-1.westus.logic.azure.com/workflows/x?sig=hunter2",
      `https://prod-1.westus.logic.azure.com/workflows/x?sig=${REDACTED}`,
    ],
    ["https://api.telegram.org/bot123456:hunter2/sendMessage", `https://api.telegram.org/bot${REDACTED}`],
    ["bot 123456789:AAhunter2hunter2hunter2hunter2hunte", `bot ${REDACTED}`],
    [
      "https://chat.googleapis.com/v1/spaces/AAA/messages?key=hunter2&token=hunter2",
      `https://chat.googleapis.com/v1/spaces/AAA/messages?${REDACTED}`,
    ],
    ["https://chat.example.org/hooks/hunter2hunter2hunter2hunte", `https://chat.example.org/hooks/${REDACTED}`],
    ["password is 'hunter2'", `password is '${REDACTED}'`],
    ["the password is hunter2.", `the password is ${REDACTED}.`],
    ['the api key was set to "hunter"', `the api key was set to "${REDACTED}"`],
    ["password is: hunter2", `password is: ${REDACTED}`],
    ["machine h login joe password hunter2", `machine h login joe password ${REDACTED}`],
    [
      "machine h\n  password hunter\n  login joe\ndefault login a password hunter",
      `machine h\n  password ${REDACTED}\n  login joe\ndefault login a password ${REDACTED}`,
    ],
    [
      "p\u0430ssword=hunter2 \u03c1assword: hunter2 t\u043ek\u0435n=hunter2",
      `p\u0430ssword=${REDACTED} \u03c1assword: ${REDACTED} t\u043ek\u0435n=${REDACTED}`,
    ],
    [
      '{"otp":"hunter2","salt":"hunter2","signature":"hunter2"}',
      `{"otp":"${REDACTED}","salt":"${REDACTED}","signature":"${REDACTED}"}`,
    ],
    ["http://h/?X-Goog-Signature=hunter2&a=b", `http://h/?X-Goog-Signature=${REDACTED}&a=b`],
  ])("%j", (text, expected) => {
    expect(raw(text)).toBe(expected);
  });
});

describe("what stands close to a secret and is none stays", () => {
  it.each([
    escaped('{"tokens_per_second":"5","host":"h"}', 3),
    '{"auth":true,"password":null,"tls":{"auth":false},"proxy_auth":"none","password_file":"/run/x"}',
    '{"signature_algorithm":"ES256","image_signature":"sha256:ab","salt_master":"10.0.0.1","otp_release":"26"}',
    "<tokenizer>bpe</tokenizer><author>joe</author><token_ttl>30</token_ttl>",
    '<property name="tokens_per_second" value="5"/><password/><password></password>',
    "<name>Secret Santa</name><age>3</age>",
    "usage: login <user> <password> and then <token>/path",
    "a < b && token > c",
    "author:\n  joe\ntokens_per_second: |\n  5\n",
    "password:\nhost: h",
    "auth: true\nhost: h",
    "token_ttl:\n  30",
    "https://hooks.slack.com/ https://slack.com/services/x https://discord.com/api/users/1 https://api.telegram.org/",
    "https://example.org/hooks/readme https://example.org/services/web",
    "the password is required, the token is expired, auth is oauth2, the token is 30s old",
    "secret santa is coming, the secret is out, the token was revoked",
    "machine learning, the default login page asks for a password twice",
    "the machine is up; reset password now",
    "Token expired\nauth failed\npassword required",
    "s\u0435cretariat=1 c\u043empass: north \u0430uthor=joe \u0442окенизатор=1",
    "size=10%25&path=%2Fa%2Fb",
    "100% of 5%20 done",
  ])("%j", (text) => {
    expect(raw(text)).toBe(text);
  });
});

it("a hostile text of a megabyte takes time that grows with its length", () => {
  const redactor = createRedactor();
  const pieces = [
    ...[
      "<password>",
      "&lt;a ",
      '<a b="',
      "</a>",
      "<a>",
      "%41",
      "%253D",
      "password is ",
      "password: |\n ",
      "password:\n",
    ],
    ...[
      "\n token: a",
      "machine a password ",
      "default login ",
      "hooks.slack.com/services/",
      "/hooks/",
      "$1$a",
      "/bot1",
    ],
    ...[
      'password=\\"',
      "password ",
      '"token":\n',
      "token='''",
      "- token:",
      "password\t",
      "&lt;password&gt;",
      "password is '",
    ],
  ];
  // Of the processor, so that a busy machine changes nothing. What is quadratic takes many minutes.
  const started = process.cpuUsage();
  for (const piece of pieces) redactor.text(piece.repeat(1e6 / piece.length));
  for (const before of ["password", '{"host":"h"', "password:", "password is", "a=", "<password", "machine"])
    for (const blank of [" ", "\t", "\n", "\n "]) {
      redactor.text(`${before}${blank.repeat(1e6 / blank.length)}x`);
      redactor.text(before + blank.repeat(1e6 / blank.length));
    }
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1e6).toBeLessThan(60);
}, 600_000);
