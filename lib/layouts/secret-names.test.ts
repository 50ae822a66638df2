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
    ...["serverPassword", "service_token", "host_password", "auth_server_password", "policyToken", "url-token"],
    ...["otp", "otps", "totp", "otp2", "mfa_otp", "otpSecret", "pin_code", "recovery_codes", "cvv"],
    ...["salt", "passwordSalt", "hash_salt", "cookie-salt", "user_salts", "passwordsalt", "pepper"],
    ...["signature", "signatures", "requestSignature", "X-Hub-Signature-256", "x-goog-signature", "signature_key"],
    ...["p\u0430ssword", "\u0440\u0430ssw\u043erd", "\u03a1ASSWORD", "t\u03bfken", "\u0430\u0440i_k\u0435y"],
    ...[
      "\u0455ecret",
      "\u0441r\u0435dentials",
      "p\u00e4ssword",
      "passw\u00f3rd",
      "\u1d18\u1d00\ua731\ua731\u1d21\u1d0f\u0280\u1d05",
    ],
    ...["passw0rd", "p4ssword", "pa55word", "t0ken", "s3cret", "passwort", "contrase\u00f1a", "пароль", "密码"],
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
    ...["signature_algorithm", "signatureVersion", "method_signature", "image_signature", "signature_type", "signed"],
    ...["salt_master", "salt_minion_id", "saltstack", "saltRounds", "salt_length", "basalt", "salted", "assault"],
    ...["otp_enabled", "otpLength", "otp_release", "otp_version", "laptop", "option", "cryptopp"],
    ...["password_file", "secretName", "token_path", "secret_ref", "total_tokens", "max_output_tokens", "token_count"],
    ...[
      "s\u0435cretariat",
      "c\u043empass",
      "\u0430uthor",
      "токенизатор",
      "автор",
      "συγγραφέας",
      "salzburg",
      "t0kenizer",
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
