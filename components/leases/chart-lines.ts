/** The lines of the drawings of a lease over time, which are the same in each. */
export const AXIS = "stroke-1 stroke-line-hard";
export const DUE_LINE = "stroke-1 stroke-muted";
