/** The mark: a lease ring two thirds full, its next heartbeat, and somebody in the middle. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden>
      <circle cx="12" cy="12" r="8.5" fill="none" stroke="var(--line-hard)" strokeWidth="2.6" />
      <path d="M19.4 16.2A8.5 8.5 0 1 1 12 3.5" fill="none" stroke="var(--ink)" strokeWidth="2.6" />
      <path d="M19.2 7.8l2.9-1.7" stroke="var(--alive)" strokeWidth="2.4" strokeLinecap="round" />
      <circle cx="12" cy="12" r="2.7" fill="var(--ink)" />
    </svg>
  );
}
