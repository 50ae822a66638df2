import { dayClock, momentOf, span as spanText } from "@/components/ui/time-words";
import { plural } from "../ui/format";
import type { Density } from "./density";
import type { LogSnapshot } from "./event-log";

/** Bars of what happened; where nothing was read it is hatched, not empty. */
export function drawDensity(
  canvas: HTMLCanvasElement,
  density: Density,
  { log, window, oldest }: { log: LogSnapshot; window: { from: number; to: number }; oldest: number | null },
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const { fromMs, toMs, buckets, most } = density;
  const x = (ms: number) => ((ms - fromMs) / (toMs - fromMs)) * width;

  if (log.older.kind !== "end" || !log.older.complete) {
    const edge = oldest === null ? width : Math.max(0, x(oldest));
    context.strokeStyle = colour("--line");
    context.lineWidth = 1;
    context.save();
    context.beginPath();
    context.rect(0, 0, edge, height);
    context.clip();
    context.beginPath();
    for (let at = -height; at < edge; at += 7) {
      context.moveTo(at, height);
      context.lineTo(at + height, 0);
    }
    context.stroke();
    context.restore();
  }
  const bar = width / buckets.length;
  const scale = (height - 6) / Math.max(4, most);
  buckets.forEach((bucket, index) => {
    if (bucket.total === 0) return;
    const tall = (events: number) => Math.max(2, events * scale);
    const left = index * bar + bar * 0.15;
    const plain = bucket.total - bucket.lost - bucket.system;
    let top = height;
    const block = (events: number, name: string) => {
      if (events === 0) return;
      context.fillStyle = colour(name);
      const size = tall(events);
      context.fillRect(left, top - size, bar * 0.66, size);
      top -= size;
    };
    block(plain, "--ink-4");
    block(bucket.lost, "--gone");
    block(bucket.system, "--late");
  });
  frame(context, { x, width, height, colour }, log, window);
}

/** The rows in sight as a stretch of time. */
function frame(
  context: CanvasRenderingContext2D,
  {
    x,
    width,
    height,
    colour,
  }: { x: (ms: number) => number; width: number; height: number; colour: (n: string) => string },
  log: LogSnapshot,
  window: { from: number; to: number },
): void {
  const row = (index: number) => momentOf(log.rows[log.length - 1 - index]?.at ?? null);
  const oldest = row(Math.min(window.to, log.length) - 1);
  const newest = window.from <= 6 && log.paused !== "asked" ? null : row(window.from);
  if (oldest === null) return;
  const left = Math.max(0.5, x(oldest) - 2);
  const right = newest === null ? width - 0.5 : Math.min(width - 0.5, x(newest) + 2);
  context.fillStyle = colour("--time-wash");
  context.strokeStyle = colour("--time");
  context.lineWidth = 1;
  context.fillRect(left, 0.5, Math.max(3, right - left), height - 1);
  context.strokeRect(left, 0.5, Math.max(3, right - left), height - 1);
}

/** The same in words, and the times under the bars. */
export function describeDensity(
  canvas: HTMLCanvasElement,
  axis: HTMLElement | null,
  { fromMs, toMs, buckets, most }: Density,
): void {
  const total = buckets.reduce((sum, bucket) => sum + bucket.total, 0);
  const left = buckets.reduce((sum, bucket) => sum + bucket.left, 0);
  const each = spanText((toMs - fromMs) / buckets.length);
  const label = `The last ${spanText(toMs - fromMs)}: ${plural(total, "event")}, ${left} of them left; at most ${most} in ${each}`;
  if (canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label);
  if (!axis) return;
  const marks = [0, 0.25, 0.5, 0.75].map((part) =>
    dayClock(fromMs + (toMs - fromMs) * part, toMs).slice(0, -":00".length),
  );
  const text = [...marks, "now"];
  while (axis.children.length < text.length) axis.append(document.createElement("span"));
  text.forEach((mark, index) => {
    const child = axis.children[index];
    if (child && child.textContent !== mark) child.textContent = mark;
  });
}
