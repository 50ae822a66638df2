import { asLatin } from "./look-alikes";

/**
 * Whether a field's name says that its value is a secret. A name is taken apart into words first (`dbPassword`,
 * `DB_PASSWORD` and `db-password` are two words), so that `pass` does not hide a `compass`, nor `token` a `tokenizer`.
 */

/** Alone or beside others, with digits behind it or not. */
const SECRET_WORDS = wordsOf(
  "auth authorization authentication bearer cookie cookies cred creds credential credentials dsn jwt jwts",
  "pass passcode passkey passphrase passwd password passwords psk pw pwd sas secret secrets sig token tokens",
  "cvc cvv hotp masterauth otp otps pincode requirepass signature signatures totp",
  "contraseña kennwort passwort senha пароль 密码 密碼 パスワード 비밀번호",
);

/** Two words that are a secret only beside each other. */
const SECRET_PAIRS = new Set(
  [
    "access key,account key,amz signature,api key,auth key,connection string,encryption key,license key,master key",
    "mfa code,pass phrase,pass word,pin code,private key,recovery code,recovery codes,secret key,session id",
    "session key,shared key,signature key,signing key,ssh key,storage key",
  ].flatMap((line) => line.split(",")),
);

/** At a name's end: `password_salt`. At its beginning they speak of something else: `salt_master`, `salt_rounds`. */
const SECRET_ENDS = wordsOf("pepper salt salts");

/** In names that are written without a seam: `dbpassword`, `myapikey`, `accesstoken`, `rootpass`. */
const RUN_TOGETHER =
  /passw(?:or)?d|passphrase|credential|(?:api|access|private|secret|signing|encryption|shared)key|^(?:client|app|my|shared|web)?secrets?$|(?:access|auth|bearer|csrf|id|oauth|refresh|session|user|x|xsrf|api|my)tokens?$|(?:auth|session)cookie|(?:basic|http|proxy)auth$|(?:admin|auth|bind|db|ftp|http|key|ldap|login|mail|mysql|my|pg|postgres|proxy|redis|root|smtp|store|user)pass$|^(?:j|php)?sess(?:ion)?id$|(?:hash|passwd|password|user)salt$/;
/** With digits in the place of letters. */
const IN_DIGITS =
  /p[a4][s5]{2}w[o0]?rd|(?<![a-z])t[o0]k[e3]n(?:[s5])?(?![a-z])|(?<![a-z])s[e3]cr[e3]t(?:[s5])?(?![a-z])/;

/** Behind a secret's word they tell about it: `token_ttl`, `auth_type`, `tokens_per_second` name no secret. */
const ABOUT = wordsOf(
  "age algorithm algorithms alg allowed audience bucket buckets budget count counts disabled domain enabled endpoint",
  "expires expiration expired expiry file format host issuer kind length lifetime limit limits max maximum method min",
  "minimum mode name names num number path per policy port protocol provider rate realm ref refreshes release required",
  "rotation scheme scopes server service size strategy through timeout total ttl type types uri url used valid verified",
  "verification version",
);
/** Before it as well: `max_tokens`, `total_tokens`. A `server_password` is a password. */
const HOW_MANY = wordsOf("avg average count limit max maximum min minimum num number remaining total used");
/** What a signature is of, where everybody may read it. */
const SIGNED_IN_PUBLIC = wordsOf(
  "artifact binary commit cosign digest function git gpg image method package pgp release time type",
);

/** Characters that nobody sees, among them zero-width ones and marks of direction. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
const WORDS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;
/** Nobody's name of a field; what is looked at stays bounded. */
const LONGEST_NAME = 512;

function wordsOf(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.normalize("NFKC").split(" ")));
}

/** The name as it looks: full-width and other variants of letters are the letters, what cannot be seen is not there. */
export function visibleName(name: string): string {
  return name.slice(0, LONGEST_NAME).normalize("NFKC").replace(INVISIBLE, "");
}

export function isSecretName(name: string): boolean {
  const visible = visibleName(name);
  if (isSecretWritten(visible)) return true;
  const latin = asLatin(visible);
  return latin !== visible && isSecretWritten(latin);
}

function isSecretWritten(name: string): boolean {
  const words = (name.match(WORDS) ?? []).map((word) => word.toLowerCase()).filter((word) => !/^\p{N}+$/u.test(word));
  // Of several secrets the last is the one that is meant: an `auth_server_password` is a password.
  const at = words.findLastIndex((word, index) => isSecretWord(word, words[index + 1], index === words.length - 1));
  if (at >= 0) return !isAbout(words, at);
  // `PASSWORDdb` and `APIKEY_x` have seams where nobody meant one.
  const lower = name.toLowerCase();
  return RUN_TOGETHER.test(lower.replace(/[^\p{L}]/gu, "")) || IN_DIGITS.test(lower);
}

function isSecretWord(word: string, next = "", isLast: boolean): boolean {
  if (SECRET_WORDS.has(word) || RUN_TOGETHER.test(word) || SECRET_PAIRS.has(`${word} ${next}`)) return true;
  return isLast && SECRET_ENDS.has(word);
}

function isAbout(words: readonly string[], at: number): boolean {
  if (words.slice(at + 1).some((word) => ABOUT.has(word))) return true;
  const before = words.slice(0, at);
  if (/^signatures?$/.test(words[at] ?? "") && before.some((word) => SIGNED_IN_PUBLIC.has(word))) return true;
  return before.some((word) => HOW_MANY.has(word));
}
