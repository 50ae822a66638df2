/**
 * What programs need of an environment: where they and their files are found, the language, the zone of the clock, and
 * how much of the machine a Go program may take. The console's own variables hold passwords and secrets, which any
 * process of the same user can read in a child's environment, so nothing else is handed on.
 */
const HANDED_ON = new Set(
  [
    ...["PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM"],
    ...["TMPDIR", "TMP", "TEMP", "LANG", "LANGUAGE", "TZ"],
    ...["GOMAXPROCS", "GOMEMLIMIT", "GOGC"],
    // Windows starts no program without these.
    ...["SystemRoot", "windir", "ComSpec", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA"],
    // On processors that etcd calls unsupported it starts only where this names them.
    "ETCD_UNSUPPORTED_ARCH",
  ].map((name) => name.toUpperCase()),
);

/** The part of an environment that a child process gets. Windows writes names in any case. */
export function bareEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const handedOn = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && isHandedOn(name.toUpperCase()) ? [[name, value]] : [],
    ),
  );
  return { NODE_ENV: environment.NODE_ENV, ...handedOn };
}

function isHandedOn(name: string): boolean {
  return HANDED_ON.has(name) || name.startsWith("LC_");
}
