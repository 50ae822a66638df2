import { InlineLink } from "@/components/ui/link";

/** The Audit page with one entry open. */
export function auditPath(id: string): string {
  return `/audit?entry=${encodeURIComponent(id)}`;
}

export function AuditLink({ id, children = "Audit entry" }: { id: string; children?: string }) {
  return <InlineLink href={auditPath(id)}>{children}</InlineLink>;
}
