/**
 * Whether a field's name says that its value is a secret. A name is taken apart into words first (`dbPassword`,
 * `DB_PASSWORD` and `db-password` are two words), so that `pass` does not hide a `compass`, nor `token` a `tokenizer`.
 */

/** Alone or beside others, with digits behind it or not. */
const SECRET_WORDS = new Set(
  [
    "auth authorization authentication bearer cookie cookies cred creds credential credentials dsn jwt jwts",
    "pass passcode passkey passphrase passwd password passwords psk pw pwd sas secret secrets sig token tokens",
  ].flatMap((line) => line.split(" ")),
);

/** Two words that are a secret only beside each other. */
const SECRET_PAIRS = new Set(
  [
    "access key,account key,amz signature,api key,auth key,connection string,encryption key,license key,master key",
    "pass phrase,pass word,private key,secret key,session id,session key,shared key,signing key,ssh key,storage key",
  ].flatMap((line) => line.split(",")),
);

/** In names that are written without a seam: `dbpassword`, `myapikey`, `accesstoken`, `rootpass`. */
const RUN_TOGETHER =
  /passw(?:or)?d|passphrase|credential|(?:api|access|private|secret|signing|encryption|shared)key|^(?:client|app|my|shared|web)?secrets?$|(?:access|auth|bearer|csrf|id|oauth|refresh|session|user|x|xsrf|api|my)tokens?$|(?:auth|session)cookie|(?:basic|http|proxy)auth$|(?:admin|auth|bind|db|ftp|http|key|ldap|login|mail|mysql|my|pg|postgres|proxy|redis|root|smtp|store|user)pass$|^(?:j|php)?sess(?:ion)?id$/;

/** What a word of these tells about the others: `token_ttl`, `auth_type`, `tokens_per_second` name no secret. */
const ABOUT = new Set(
  [
    "age algorithm alg allowed audience bucket buckets budget count counts disabled domain enabled endpoint expires",
    "expiration expiry format host issuer kind length lifetime limit limits max maximum method min minimum mode num number",
    "per policy port protocol provider rate realm refreshes required rotation scheme scopes server service size strategy",
    "through timeout total ttl type types uri url used version",
  ].flatMap((line) => line.split(" ")),
);

/** Characters that nobody sees, among them zero-width ones and marks of direction. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
const WORDS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;
/** Nobody's name of a field; what is looked at stays bounded. */
const LONGEST_NAME = 512;

/** The name as it looks: full-width and other variants of letters are the letters, what cannot be seen is not there. */
export function visibleName(name: string): string {
  return name.slice(0, LONGEST_NAME).normalize("NFKC").replace(INVISIBLE, "");
}

export function isSecretName(name: string): boolean {
  const visible = visibleName(name);
  const words = (visible.match(WORDS) ?? [])
    .map((word) => word.toLowerCase())
    .filter((word) => !/^\p{N}+$/u.test(word));
  const secretAt = words.findIndex(
    (word, index) =>
      SECRET_WORDS.has(word) || RUN_TOGETHER.test(word) || SECRET_PAIRS.has(`${word} ${words[index + 1] ?? ""}`),
  );
  if (secretAt >= 0) return !words.some((word) => ABOUT.has(word) && !SECRET_WORDS.has(word));
  // `PASSWORDdb` and `APIKEY_x` have seams where nobody meant one.
  return RUN_TOGETHER.test(visible.toLowerCase().replace(/[^\p{L}]/gu, ""));
}
