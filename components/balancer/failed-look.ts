/** The ground of what stands for failures: hatched, so that it does not differ by its colour alone. */
export const FAILED_LOOK =
  "bg-[repeating-linear-gradient(115deg,var(--gone)_0_4px,color-mix(in_oklab,var(--gone)_45%,var(--bg-1))_4px_6px)]";
