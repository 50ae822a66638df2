import Link from "next/link";

/** The Audit page with one entry open. */
export function auditPath(id: string): string {
  return `/audit?entry=${encodeURIComponent(id)}`;
}

export function AuditLink({ id, children = "Audit entry" }: { id: string; children?: string }) {
  return (
    <Link className="inline-link" href={auditPath(id)} prefetch={false}>
      {children}
    </Link>
  );
}
