/** Above this many rings on screen a pulse is noise, and costs. */
export const MOST_WITH_HALO = 60;

/** Whether anything may move by itself: nobody asked for stillness. */
export function mayMove(): boolean {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Whether heartbeats may pulse: few rings on screen, and nobody asked for stillness. */
export function mayPulse(): boolean {
  return mayMove() && document.getElementsByClassName("lease-ring").length <= MOST_WITH_HALO;
}
