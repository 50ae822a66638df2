/** The head of every line; it takes the line's colour. */
export function MapArrow() {
  return (
    <svg className="absolute size-0" aria-hidden>
      <defs>
        <marker
          id="map-arrow"
          viewBox="0 0 8 8"
          refX="6.4"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
          markerUnits="userSpaceOnUse"
        >
          <path d="M1 1.2 6.4 4 1 6.8" fill="none" stroke="context-stroke" strokeWidth="1.2" />
        </marker>
      </defs>
    </svg>
  );
}
