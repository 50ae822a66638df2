import { describe, expect, it } from "vitest";
import { isSecretName } from "./secret-names";

describe("a name of a secret", () => {
  it.each([
    ...["password", "dbPasswd", "DB_PASSWORD", "db-password", "db.password", "PassWord", "password2", "dbpassword"],
    ...[
      "client_secret",
      "clientSecret",
      "secret",
      "secrets",
      "API_KEY",
      "api-key",
      "apikey",
      "myApiKey",
      "APIKey",
      "api key",
    ],
    ...["accessToken", "access_token", "accesstoken", "tokens", "token", "credentials", "private_key", "privatekey"],
    ...[
      "Authorization",
      "Proxy-Authorization",
      "cookie",
      "Set-Cookie",
      "__proto__token",
      "auth",
      "basicAuth",
      "pass",
      "dsn",
    ],
    ...[
      "DATABASE_DSN",
      "jwt",
      "psk",
      "wifiPsk",
      "JWTSecret",
      "rootpass",
      "passphrase",
      "pwd",
      "X-Amz-Signature",
      "sig",
    ],
    ...[
      "connectionString",
      "aws_secret_access_key",
      "AWS_ACCESS_KEY_ID",
      "sessionId",
      "phpsessid",
      "auth-token",
      "bearer",
    ],
    ...["ｐａｓｓｗｏｒｄ", "pass\u200bword", "to\u00adken", "ＴＯＫＥＮ", "\u2060secret", "p\u202eassword", "𝓉𝑜𝓀𝑒𝓃"],
  ])("is %s", (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    ...["tokens_per_second", "maxTokens", "tokenizer", "secretariat", "author", "authors", "authority", "authored_by"],
    ...["passenger", "compass", "passive", "bypass", "passthrough", "trespass", "encompass", "passengers", "oauthor"],
    ...["keyboard", "key", "keys", "monkey", "host", "port", "zone", "version", "weight", "cookieless", "cookiecutter"],
    ...[
      "auth_type",
      "authMode",
      "token_ttl",
      "password_policy",
      "tokenBucketSize",
      "secretary",
      "pswd_free_zone",
      "signal",
    ],
    ...[
      "design",
      "assign",
      "resign",
      "significant",
      "dsname",
      "passage",
      "tokenomics",
      "credit",
      "accredited",
      "sassy",
      "",
    ],
  ])("is not %s", (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it("is looked for in no more than a name may have", () => {
    expect(isSecretName("a".repeat(1e6))).toBe(false);
  });
});
