/** Above this many rings on screen a pulse is noise, and costs. */
const MOST_WITH_HALO = 60;

/** Whether heartbeats may pulse: few rings on screen, and nobody asked for stillness. */
export function mayPulse(): boolean {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return false;
  return document.getElementsByClassName("ring").length <= MOST_WITH_HALO;
}
