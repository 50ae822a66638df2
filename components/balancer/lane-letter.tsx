const LETTERS = "ABCDE";

/** Which policy's lane it is, where several stand side by side. */
export function LaneLetter({ lane }: { lane: number }) {
  return (
    <i className="inline-grid size-4.5 place-items-center rounded-[4px] bg-button font-mono font-semibold text-11 text-button not-italic leading-normal">
      {LETTERS[lane]}
    </i>
  );
}
